//! Rank correlation, detection and calibration.

/// Ranks from 0, ties sharing their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let mut to = from;
        while to + 1 < order.len()
            && values[order[to + 1]]
                .total_cmp(&values[order[from]])
                .is_eq()
        {
            to += 1;
        }
        for &k in &order[from..=to] {
            ranks[k] = f64::midpoint(from as f64, to as f64);
        }
        from = to + 1;
    }
    ranks
}

fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / count, b.iter().sum::<f64>() / count);
    let product: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let spread = |v: &[f64], m: f64| v.iter().map(|x| (x - m).powi(2)).sum::<f64>().sqrt();
    let spreads = spread(a, ma) * spread(b, mb);
    if spreads > 0.0 {
        product / spreads
    } else {
        0.0
    }
}

/// Spearman's rank correlation, −1 to 1; 0 where either side is constant.
#[must_use]
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    pearson(&ranks(a), &ranks(b))
}

/// Area under the ROC curve: the probability that a bad item has the greater score.
#[must_use]
pub fn auroc(bad: &[bool], scores: &[f64]) -> f64 {
    let ranks = ranks(scores);
    let positive = bad.iter().filter(|&&b| b).count() as f64;
    let negative = bad.len() as f64 - positive;
    let sum: f64 = ranks
        .iter()
        .zip(bad)
        .filter(|(_, b)| **b)
        .map(|(r, _)| r)
        .sum();
    (sum - positive * (positive - 1.0) / 2.0) / (positive * negative)
}

/// Precision at the threshold where `recall` of the bad items are found.
#[must_use]
pub fn precision_at_recall(bad: &[bool], scores: &[f64], recall: f64) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let wanted = recall * bad.iter().filter(|&&b| b).count() as f64;
    let mut found = 0.0;
    for (k, &i) in order.iter().enumerate() {
        found += f64::from(u8::from(bad[i]));
        if found >= wanted {
            return found / (k + 1) as f64;
        }
    }
    0.0
}

/// Of all pairs within a group whose gold differs, the share that the scores put in the same
/// order; ties of the scores count half. `groups` are any labels, equal within a group.
#[must_use]
pub fn pair_accuracy<G: Ord>(groups: &[G], scores: &[f64], gold: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| groups[a].cmp(&groups[b]));
    let (mut right, mut all) = (0.0, 0.0);
    for group in order.chunk_by(|&a, &b| groups[a] == groups[b]) {
        for (k, &i) in group.iter().enumerate() {
            for &j in &group[..k] {
                let wanted = gold[i] - gold[j];
                if wanted.abs() > 1e-9 {
                    let agreement = (scores[i] - scores[j]) * wanted;
                    all += 1.0;
                    right += if agreement > 0.0 {
                        1.0
                    } else if agreement == 0.0 {
                        0.5
                    } else {
                        0.0
                    };
                }
            }
        }
    }
    right / f64::max(all, 1.0)
}

/// Bins of a reliability table: mean probability, share that was true, number of items.
#[must_use]
pub fn reliability(truth: &[bool], probabilities: &[f64], bins: usize) -> Vec<(f64, f64, usize)> {
    let mut order: Vec<usize> = (0..truth.len()).collect();
    order.sort_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    (0..bins)
        .map(|k| &order[k * order.len() / bins..(k + 1) * order.len() / bins])
        .filter(|bin| !bin.is_empty())
        .map(|bin| {
            let count = bin.len() as f64;
            let mean = bin.iter().map(|&i| probabilities[i]).sum::<f64>() / count;
            let share = bin.iter().filter(|&&i| truth[i]).count() as f64 / count;
            (mean, share, bin.len())
        })
        .collect()
}

/// Expected calibration error over ten bins of equal mass.
#[must_use]
pub fn calibration_error(truth: &[bool], probabilities: &[f64]) -> f64 {
    reliability(truth, probabilities, 10)
        .iter()
        .map(|(mean, share, count)| (mean - share).abs() * *count as f64 / truth.len() as f64)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 4.0, 3.0, 5.0]);
        assert!((spearman(&a, &b) - 0.8).abs() < 1e-12);
        let bad = [true, false, true, false];
        assert!((auroc(&bad, &[0.9, 0.8, 0.7, 0.1]) - 0.75).abs() < 1e-12);
        assert!((precision_at_recall(&bad, &[0.9, 0.8, 0.7, 0.1], 1.0) - 2.0 / 3.0).abs() < 1e-12);
        assert!((calibration_error(&bad, &[0.5; 4]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn pairs_are_compared_within_their_group_only() {
        let accuracy = pair_accuracy(
            &["a", "a", "b", "b"],
            &[1.0, 2.0, 9.0, 9.0],
            &[0.0, 1.0, 5.0, 4.0],
        );
        assert!((accuracy - 0.75).abs() < 1e-12);
    }
}
