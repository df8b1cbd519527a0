//! Numbers that share the unit of the last one: *3 to 5 million*, 3至5万, *12 and 4.5 percent*, 25、26日.

use super::{Kind, Quantity, Reading, equal};

/// Gives a bare number before another one the unit of the latter as a further reading. `joins`
/// says whether the text between two numbers makes them a list or a range.
pub(super) fn share_units(quantities: &mut [Quantity], text: &str, joins: impl Fn(&str) -> bool) {
    for later in (1..quantities.len()).rev() {
        let (before, rest) = quantities.split_at_mut(later);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first()) else {
            continue;
        };
        if first.span.end > second.span.start
            || !equal(first.scale, 1.0)
            || first.main().kind != Kind::Plain
            || !joins(&text[first.span.end..second.span.start])
        {
            continue;
        }
        let kind = second.main().kind;
        let bare = second.main().low / second.scale;
        let shared: Vec<Reading> = second
            .readings
            .iter()
            .filter(|reading| {
                bare > 0.0 && (!equal(reading.low, bare) || reading.kind != Kind::Plain)
            })
            .map(|reading| first.main().scaled(reading.low / bare, reading.kind))
            .collect();
        let length = shared.len();
        first.readings.extend(shared);
        if !equal(second.scale, 1.0) || kind != Kind::Plain {
            // What stands before may share the unit through this one.
            first.scale = second.scale;
            first.readings.rotate_right(length);
        }
    }
}
