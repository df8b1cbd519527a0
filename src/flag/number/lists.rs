//! Numbers that share the unit of the last one: *3 to 5 million*, 3至5万, *12 and 4.5 percent*, 25、26日.

use super::{Kind, Quantity};

/// Gives a bare number before another one the unit of the latter as a further reading. `joins`
/// says whether the text between two numbers makes them a list or a range.
pub(super) fn share_units(quantities: &mut [Quantity], text: &str, joins: impl Fn(&str) -> bool) {
    for later in (1..quantities.len()).rev() {
        let (before, rest) = quantities.split_at_mut(later);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first()) else {
            continue;
        };
        if first.span.end > second.span.start
            || first.scale != 1.0
            || first.main().kind != Kind::Plain
            || !joins(&text[first.span.end..second.span.start])
        {
            continue;
        }
        let kind = second.main().kind;
        if second.scale != 1.0 || kind != Kind::Plain {
            let reading = first.main().scaled(second.scale, kind);
            first.readings.push(reading);
            // What stands before may share the unit through this one.
            first.scale = second.scale;
            first.readings.rotate_right(1);
        }
    }
}
