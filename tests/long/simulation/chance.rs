//! Chance from a seed: each use has a stream of its own, so that one of them drawing more does not change the others.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

pub struct Chance(StdRng);

impl Chance {
    pub fn new(seed: u64, stream: u64) -> Chance {
        Chance(generator(seed, stream))
    }

    /// True this often.
    pub fn p(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.0.next_u64()) * bound.max(1) as u128) >> 64) as usize
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(usize::try_from(high - low + 1).unwrap_or(1)) as i64
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// An index, each as often as its weight says; `None` when all weigh nothing.
    pub fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let all: f64 = weights.iter().sum();
        let mut at = self.unit() * all;
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return Some(index);
            }
            at -= weight;
        }
        None
    }

    pub fn number(&mut self) -> u64 {
        self.0.next_u64()
    }
}

/// A generator for parts of the program that want one.
pub fn generator(seed: u64, stream: u64) -> StdRng {
    StdRng::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stream.rotate_left(40))
}
