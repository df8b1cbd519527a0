//! The word vectors, in four bits or in single precision.

use std::borrow::Cow;

/// Values in a `Q4_0` block and the bytes it takes: an f16 scale and 16 bytes of two nibbles.
pub const BLOCK: usize = 32;
pub const BLOCK_BYTES: usize = 18;

/// The word vectors. Four-bit tables stay packed, and each row is unpacked when it is read.
pub enum WordTable {
    /// GGML `Q4_0` blocks, row after row.
    Q4 {
        blocks: Cow<'static, [u8]>,
        hidden: usize,
    },
    /// Plain values, row after row.
    F32 { values: Vec<f32>, hidden: usize },
}

impl WordTable {
    /// Number of words.
    pub fn len(&self) -> usize {
        match self {
            Self::F32 { values, hidden } => values.len() / hidden,
            Self::Q4 { blocks, hidden } => blocks.len() / (hidden / BLOCK * BLOCK_BYTES),
        }
    }

    /// Copies row `id` into `row`; a number beyond the table reads as zeros.
    pub fn read(&self, id: usize, row: &mut [f32]) {
        match self {
            Self::F32 { values, hidden } => match values.get(id * hidden..(id + 1) * hidden) {
                Some(values) => row.copy_from_slice(values),
                None => row.fill(0.0),
            },
            Self::Q4 { blocks, hidden } => {
                let bytes = hidden / BLOCK * BLOCK_BYTES;
                let Some(packed) = blocks.get(id * bytes..(id + 1) * bytes) else {
                    row.fill(0.0);
                    return;
                };
                for (block, out) in packed
                    .chunks_exact(BLOCK_BYTES)
                    .zip(row.chunks_exact_mut(BLOCK))
                {
                    let scale = f16_to_f32(u16::from_le_bytes([block[0], block[1]]));
                    for (j, byte) in block[2..].iter().enumerate() {
                        out[j] = (f32::from(byte & 0x0f) - 8.0) * scale;
                        out[j + BLOCK / 2] = (f32::from(byte >> 4) - 8.0) * scale;
                    }
                }
            }
        }
    }
}

/// IEEE 754 half to single precision. Scales are finite, so infinities need no care.
fn f16_to_f32(half: u16) -> f32 {
    let (sign, exponent, fraction) = (half >> 15, (half >> 10) & 0x1f, half & 0x3ff);
    let magnitude = if exponent == 0 {
        f32::from(fraction) * 2f32.powi(-24)
    } else {
        (1.0 + f32::from(fraction) / 1024.0) * 2f32.powi(i32::from(exponent) - 15)
    };
    if sign == 1 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_read_exactly() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 2f32.powi(-24)),
        ] {
            assert_eq!(f16_to_f32(bits).to_bits(), f32::to_bits(value));
        }
    }

    #[test]
    fn a_row_of_four_bit_words_is_unpacked() {
        let mut block = vec![0x00, 0x40]; // scale 2.0
        block.extend((0..16u8).map(|i| i | (15 - i) << 4));
        let table = WordTable::Q4 {
            blocks: Cow::Owned(block),
            hidden: 32,
        };
        let mut row = [0.0; 32];
        table.read(0, &mut row);
        assert_eq!(
            (row[0], row[15], row[16], row[31]),
            (-16.0, 14.0, 14.0, -16.0)
        );
        table.read(1, &mut row);
        assert!(row.iter().all(|x| x.to_bits() == 0));
    }
}
