//! From a bead to its features.

use std::ops::Range;

use super::bitext::{Bitext, Dictionary, Surface};
use super::features::{Feature, Features};
use super::gains::Of;
use super::surface::{compare, dialogue};

impl Bitext<'_> {
    /// The features of a bead of the band, of the shape with this index.
    #[must_use]
    pub fn features(
        &self,
        dictionary: &Dictionary,
        shape: usize,
        s: &Range<usize>,
        t: &Range<usize>,
    ) -> Features {
        let mut f = Features::of_shape(shape);
        let [source, target] = &self.surface;
        f[Feature::BreakInside] =
            (inner_breaks(&source.breaks, s) + inner_breaks(&target.breaks, t)) as f32;
        if s.is_empty() || t.is_empty() {
            self.null(&mut f, dictionary, s, t);
            return f;
        }
        self.similarity(&mut f, s, t);
        self.coverage(&mut f, dictionary, s, t);
        self.edges(&mut f, dictionary, s, t);
        self.surface(&mut f, s, t);
        f
    }

    /// What speaks for a segment without counterpart: it is long, and nothing beside the gap says
    /// what it says.
    fn null(&self, f: &mut Features, dictionary: &Dictionary, s: &Range<usize>, t: &Range<usize>) {
        let columns = &self.columns;
        let (side, k, gap, others) = if t.is_empty() {
            (Of::Source, s.start, t.start, self.lengths()[1])
        } else {
            (Of::Target, t.start, s.start, self.lengths()[0])
        };
        let beside = gap.saturating_sub(1)..(gap + 1).min(others);
        let best = |fit: &dyn Fn(&Range<usize>) -> f32| {
            let fits = beside.clone().map(|at| fit(&(at..at + 1)));
            fits.fold(f32::NEG_INFINITY, f32::max)
        };
        let length = self.surface[side as usize].lengths[k];
        let length = if side == Of::Source {
            length * self.ratio
        } else {
            length
        };
        f[Feature::NullLength] = (length / 50.0).max(0.02).ln();
        f[Feature::NullTokens] = best(&|by| self.tokens.mean(columns, side, k, by));
        f[Feature::NullWords] = best(&|by| dictionary.0.mean(columns, side, k, by));
        f[Feature::NullCosine] = best(&|by| self.cosines.of_segment(columns, side, k, by));
        f[Feature::NullNearest] = self.cosines.nearest(side, k);
    }

    fn similarity(&self, f: &mut Features, s: &Range<usize>, t: &Range<usize>) {
        let size = (s.len() + t.len()) as f32 / 2.0;
        let cosine = self.cosines.of(&self.columns, s, t);
        let margin = cosine - self.cosines.around(s, t);
        f[Feature::Cosine] = cosine;
        f[Feature::CosineBySize] = cosine * size;
        f[Feature::Margin] = margin;
        f[Feature::MarginBySize] = margin * size;
    }

    fn coverage(
        &self,
        f: &mut Features,
        dictionary: &Dictionary,
        s: &Range<usize>,
        t: &Range<usize>,
    ) {
        let gain = self.tokens.run(&self.columns, Of::Target, t, s);
        f[Feature::TargetTokens] = gain.total / 10.0;
        f[Feature::TargetTokensMean] = gain.mean;
        let gain = self.tokens.run(&self.columns, Of::Source, s, t);
        f[Feature::SourceTokens] = gain.total / 10.0;
        f[Feature::SourceTokensMean] = gain.mean;
        let gain = dictionary.0.run(&self.columns, Of::Target, t, s);
        f[Feature::TargetWords] = gain.total / 10.0;
        f[Feature::TargetWordsMean] = gain.mean;
        let gain = dictionary.0.run(&self.columns, Of::Source, s, t);
        f[Feature::SourceWords] = gain.total / 10.0;
        f[Feature::SourceWordsMean] = gain.mean;
    }

    fn edges(&self, f: &mut Features, dictionary: &Dictionary, s: &Range<usize>, t: &Range<usize>) {
        let [sources, targets] = self.lengths();
        let columns = &self.columns;
        let tokens = |of, k, by: &Range<usize>| self.tokens.mean(columns, of, k, by);
        let words = |of, k, by: &Range<usize>| dictionary.0.mean(columns, of, k, by);
        let cosine = |of, k, by: &Range<usize>| self.cosines.of_segment(columns, of, k, by);
        let target = |fit: &dyn Fn(Of, usize, &Range<usize>) -> f32| {
            edge(t, s, sources, |k, by| fit(Of::Target, k, by))
        };
        let source = |fit: &dyn Fn(Of, usize, &Range<usize>) -> f32| {
            edge(s, t, targets, |k, by| fit(Of::Source, k, by))
        };
        f[Feature::TargetEdgeTokens] = target(&tokens);
        f[Feature::SourceEdgeTokens] = source(&tokens);
        f[Feature::TargetEdgeWords] = target(&words);
        f[Feature::SourceEdgeWords] = source(&words);
        f[Feature::TargetEdgeCosine] = target(&cosine);
        f[Feature::SourceEdgeCosine] = source(&cosine);
    }

    fn surface(&self, f: &mut Features, s: &Range<usize>, t: &Range<usize>) {
        let [source, target] = &self.surface;
        let total = |side: &Surface, r: &Range<usize>| side.lengths[r.clone()].iter().sum::<f32>();
        let (a, b) = (total(source, s) * self.ratio, total(target, t));
        // Gale and Church: the difference over its standard deviation, which grows with the root
        // of the length; 6.8 is their variance per character.
        let deviation = (a - b).abs() / (6.8 * f32::midpoint(a, b)).sqrt().max(1.0);
        f[Feature::LengthSquared] = deviation.min(6.0).powi(2) / 10.0;
        f[Feature::Length] = deviation.min(12.0);
        f[Feature::LengthRatio] = ((a + 1.0) / (b + 1.0)).ln().abs().min(3.0);
        let (shared, apart) = compare(&source.numbers[s.clone()], &target.numbers[t.clone()]);
        f[Feature::NumbersShared] = shared;
        f[Feature::NumbersApart] = apart;
        f.set_finals(source.finals[s.end - 1], target.finals[t.end - 1]);
        let [open, closes, one_side, count, questions] =
            dialogue(&source.quotes[s.clone()], &target.quotes[t.clone()]);
        f[Feature::QuoteOpen] = open;
        f[Feature::QuoteCloses] = closes;
        f[Feature::QuoteOnOneSide] = one_side;
        f[Feature::QuoteCount] = count;
        f[Feature::QuestionCount] = questions;
        let starts = |side: &Surface, at: usize| side.breaks.get(at).copied().unwrap_or(false);
        f[Feature::BreakOnOneSide] =
            f32::from(u8::from(starts(source, s.start) != starts(target, t.start)));
    }
}

/// How much better the outermost segments of one side of a bead fit the bead than the
/// neighbouring segment of the other side, to which they could belong instead; 0 where the side
/// has one segment only.
fn edge(
    of: &Range<usize>,
    by: &Range<usize>,
    others: usize,
    fit: impl Fn(usize, &Range<usize>) -> f32,
) -> f32 {
    if of.len() < 2 {
        return 0.0;
    }
    let last =
        (by.end < others).then(|| fit(of.end - 1, by) - fit(of.end - 1, &(by.end..by.end + 1)));
    let first = by
        .start
        .checked_sub(1)
        .map(|before| fit(of.start, by) - fit(of.start, &(before..by.start)));
    last.unwrap_or(0.0) + first.unwrap_or(0.0)
}

fn inner_breaks(breaks: &[bool], range: &Range<usize>) -> usize {
    breaks
        .get(range.clone())
        .map_or(0, |b| b.iter().skip(1).filter(|&&x| x).count())
}
