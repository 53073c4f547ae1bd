//! The model's arithmetic beside matrix products, written once over vectors of any width; the
//! widest instructions that the processor has are chosen at run time.
//!
//! Every slice that is a row (or several) of a matrix must have a width that is a multiple of
//! [`ALIGN`], which every width of a vector register divides; rows then have no remainder.

use pulp::{Arch, Simd, WithSimd};

/// The number of floats in the widest vector register.
pub(crate) const ALIGN: usize = 16;

/// The sum of products of two slices of the same length.
pub(crate) fn dot(arch: Arch, a: &[f32], b: &[f32]) -> f32 {
    arch.dispatch(Dot { a, b })
}

/// Adds `bias` to every row and applies GELU, x·Φ(x), in its exact (error function) form.
pub(crate) fn bias_gelu(arch: Arch, rows: &mut [f32], bias: &[f32]) {
    arch.dispatch(BiasGelu { rows, bias });
}

/// The learned parameters of a layer normalisation.
#[derive(Debug)]
pub(crate) struct Norm {
    pub scale: Vec<f32>,
    pub shift: Vec<f32>,
    pub epsilon: f32,
}

/// Every row of `rows` becomes norm(row + the same row of `others` + `bias`): the end of both
/// halves of a transformer layer (Ba et al. 2016, arXiv:1607.06450).
pub(crate) fn add_norm(arch: Arch, rows: &mut [f32], others: &[f32], bias: &[f32], norm: &Norm) {
    arch.dispatch(AddNorm {
        rows,
        others,
        bias,
        norm,
    });
}

struct Dot<'a> {
    a: &'a [f32],
    b: &'a [f32],
}

impl WithSimd for Dot<'_> {
    type Output = f32;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> f32 {
        let (a, a_rest) = S::as_simd_f32s(self.a);
        let (b, b_rest) = S::as_simd_f32s(self.b);
        // Four sums, so that an addition need not wait for the one before.
        let (a_fours, a_ones) = a.as_chunks::<4>();
        let (b_fours, b_ones) = b.as_chunks::<4>();
        let mut sums = [simd.splat_f32s(0.0); 4];
        for (x, y) in a_fours.iter().zip(b_fours) {
            for i in 0..4 {
                sums[i] = simd.mul_add_e_f32s(x[i], y[i], sums[i]);
            }
        }
        for (x, y) in a_ones.iter().zip(b_ones) {
            sums[0] = simd.mul_add_e_f32s(*x, *y, sums[0]);
        }
        let rest: f32 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
        let left = simd.add_f32s(sums[0], sums[1]);
        let right = simd.add_f32s(sums[2], sums[3]);
        simd.reduce_sum_f32s(simd.add_f32s(left, right)) + rest
    }
}

struct BiasGelu<'a> {
    rows: &'a mut [f32],
    bias: &'a [f32],
}

impl WithSimd for BiasGelu<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let bias = S::as_simd_f32s(self.bias).0;
        for row in self.rows.chunks_exact_mut(self.bias.len()) {
            for (x, b) in S::as_mut_simd_f32s(row).0.iter_mut().zip(bias) {
                *x = gelu(simd, simd.add_f32s(*x, *b));
            }
        }
    }
}

struct AddNorm<'a> {
    rows: &'a mut [f32],
    others: &'a [f32],
    bias: &'a [f32],
    norm: &'a Norm,
}

impl WithSimd for AddNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let width = self.bias.len();
        let bias = S::as_simd_f32s(self.bias).0;
        let scale = S::as_simd_f32s(&self.norm.scale).0;
        let shift = S::as_simd_f32s(&self.norm.shift).0;
        let rows = self.rows.chunks_exact_mut(width);
        for (row, other) in rows.zip(self.others.chunks_exact(width)) {
            let row = S::as_mut_simd_f32s(row).0;
            let other = S::as_simd_f32s(other).0;

            let mut sum = simd.splat_f32s(0.0);
            for ((x, o), b) in row.iter_mut().zip(other).zip(bias) {
                *x = simd.add_f32s(*x, simd.add_f32s(*o, *b));
                sum = simd.add_f32s(sum, *x);
            }
            let mean = simd.splat_f32s(simd.reduce_sum_f32s(sum) / width as f32);

            let mut squares = simd.splat_f32s(0.0);
            for x in row.iter_mut() {
                *x = simd.sub_f32s(*x, mean);
                squares = simd.mul_add_e_f32s(*x, *x, squares);
            }
            let variance = simd.reduce_sum_f32s(squares) / width as f32;
            let steepness = simd.splat_f32s(1.0 / (variance + self.norm.epsilon).sqrt());

            for ((x, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
                *x = simd.mul_add_e_f32s(simd.mul_f32s(*x, steepness), *scale, *shift);
            }
        }
    }
}

/// e^x for x ≤ 0, to a relative error of about 2e-7; below -87 it stays at about 1e-38.
///
/// x is split into n·ln 2 + r with |r| ≤ ln 2 / 2; e^r is its Taylor series, and n is added to the
/// exponent bits.
#[inline(always)]
pub(crate) fn exp<S: Simd>(simd: S, x: S::f32s) -> S::f32s {
    let constant = |value: f32| simd.splat_f32s(value);
    // Adding 1.5·2^23 leaves no room for a fraction: it rounds, and the integer is in the low bits.
    let round = constant(12_582_912.0);
    let x = simd.max_f32s(x, constant(-87.0));
    let rounded = simd.mul_add_e_f32s(x, constant(std::f32::consts::LOG2_E), round);
    let n = simd.sub_f32s(rounded, round);
    // ln 2 in two parts, the first with few enough bits for n times it to be exact.
    let r = simd.mul_add_e_f32s(n, constant(-0.693_359_4), x);
    let r = simd.mul_add_e_f32s(n, constant(2.121_944_4e-4), r);

    let mut series = constant(1.0 / 720.0);
    for coefficient in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        series = simd.mul_add_e_f32s(series, r, constant(coefficient));
    }
    let exponent =
        simd.wrapping_dyn_shl_u32s(simd.transmute_u32s_f32s(rounded), simd.splat_u32s(23));
    simd.transmute_f32s_u32s(simd.add_u32s(simd.transmute_u32s_f32s(series), exponent))
}

/// x·Φ(x), with the error function from Abramowitz and Stegun, 7.1.26 (absolute error 1.5e-7).
#[inline(always)]
fn gelu<S: Simd>(simd: S, x: S::f32s) -> S::f32s {
    let constant = |value: f32| simd.splat_f32s(value);
    let size = simd.abs_f32s(x);
    let z = simd.mul_f32s(size, constant(std::f32::consts::FRAC_1_SQRT_2));
    let t = simd.div_f32s(
        constant(1.0),
        simd.mul_add_e_f32s(z, constant(0.327_591_1), constant(1.0)),
    );
    let mut tail = constant(1.061_405_4);
    for coefficient in [-1.453_152_1, 1.421_413_8, -0.284_496_72, 0.254_829_6, 0.0] {
        tail = simd.mul_add_e_f32s(tail, t, constant(coefficient));
    }
    let tail = simd.mul_f32s(tail, exp(simd, simd.neg_f32s(simd.mul_f32s(z, z))));
    // `tail` is 1 - erf(|x| / √2); both signs of x meet in one formula.
    let half = simd.mul_f32s(constant(0.5), simd.mul_f32s(size, tail));
    simd.sub_f32s(simd.max_f32s(x, constant(0.0)), half)
}

/// Every set of instructions that this machine has kernels for, the plainest first.
#[cfg(test)]
pub(crate) fn every_arch() -> Vec<Arch> {
    let mut every = vec![Arch::Scalar];
    #[cfg(target_arch = "x86_64")]
    every.extend(pulp::x86::V3::try_new().map(Arch::V3));
    every.push(Arch::new());
    every
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Exp<'a>(&'a mut [f32]);

    impl WithSimd for Exp<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) {
            for x in S::as_mut_simd_f32s(self.0).0 {
                *x = exp(simd, *x);
            }
        }
    }

    #[test]
    fn exp_keeps_its_error_bound_and_never_leaves_its_range() {
        for arch in every_arch() {
            let xs: Vec<f32> = (0..1600).map(|i| -(i as f32) * 0.054).collect();
            let mut ys = xs.clone();
            arch.dispatch(Exp(&mut ys));
            for (x, y) in xs.iter().zip(&ys) {
                let exact = f64::from(*x).exp();
                assert!((f64::from(*y) / exact - 1.0).abs() < 4e-7, "exp({x}) = {y}");
            }
            let mut far = [-1e30, -200.0, f32::MIN, f32::NEG_INFINITY].repeat(4);
            arch.dispatch(Exp(&mut far));
            assert!(far.iter().all(|y| (0.0..1e-37).contains(y)), "{far:?}");
        }
    }

    #[test]
    fn gelu_is_the_normal_distribution_times_x() {
        // x·Φ(x) from a table of the normal distribution.
        let table = [
            (-3.0, -0.004_049_69),
            (-1.0, -0.158_655_25),
            (-0.5, -0.154_268_77),
            (0.0, 0.0),
            (0.5, 0.345_731_23),
            (1.0, 0.841_344_8),
            (3.0, 2.995_950_3),
            (9.0, 9.0),
        ];
        for arch in every_arch() {
            for (x, expected) in table {
                let mut row = [x - 0.25; ALIGN];
                bias_gelu(arch, &mut row, &[0.25; ALIGN]);
                assert!(
                    row.iter().all(|y| (y - expected).abs() < 1e-6),
                    "gelu({x}) = {row:?}"
                );
            }
        }
    }

    #[test]
    fn add_norm_centres_and_scales_each_row() {
        let norm = Norm {
            scale: vec![2.0; ALIGN],
            shift: (0..ALIGN).map(|i| i as f32).collect(),
            epsilon: 1e-12,
        };
        for arch in every_arch() {
            let mut rows: Vec<f32> = (0..2 * ALIGN).map(|i| (i * i % 7) as f32).collect();
            let before = rows.clone();
            let others = vec![0.5; 2 * ALIGN];
            let bias: Vec<f32> = (0..ALIGN).map(|i| (i % 3) as f32).collect();
            add_norm(arch, &mut rows, &others, &bias, &norm);
            for (row, before) in rows.chunks(ALIGN).zip(before.chunks(ALIGN)) {
                let sums: Vec<f32> = before.iter().zip(&bias).map(|(x, b)| x + 0.5 + b).collect();
                let mean = sums.iter().sum::<f32>() / ALIGN as f32;
                let variance = sums.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / ALIGN as f32;
                for (i, y) in row.iter().enumerate() {
                    let expected = (sums[i] - mean) / variance.sqrt() * 2.0 + i as f32;
                    assert!((y - expected).abs() < 1e-5);
                }
            }
        }
    }

    #[test]
    fn dot_counts_every_element_at_any_length() {
        for arch in every_arch() {
            for length in 0..150 {
                let a: Vec<f32> = (0..length).map(|i| i as f32).collect();
                let expected: usize = (0..length).map(|i| 2 * i).sum();
                assert_eq!(dot(arch, &a, &vec![2.0; length]), expected as f32);
            }
        }
    }
}
