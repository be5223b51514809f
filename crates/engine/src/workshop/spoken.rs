//! The short code that a team reads out: who it is and what it chose, in sixteen signs.
//!
//! Eighty bits, the highest first: the team (5), the turn (7), a bit for each choice before (16),
//! one for each afterwards (16), and the beginning of a keyed check (36) of these, the kit and the
//! room. It carries no result: what the choices changed is worked out again from the kit.

use super::code::{Misread, RoomCode, digits, number, signs};
use super::record::Record;
use crate::assessment::Seat;
use crate::content::{Kit, KitCode};

/// So many signs, in groups of four.
const LENGTH: usize = 16;
/// So many bits of it are the check.
const CHECK: u32 = 36;
/// The largest turn that is told; later ones look like it.
pub const LAST_TURN: u16 = 127;

/// What a team reads out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The team's number, from 1.
    pub team: u8,
    /// It grows with each handing in.
    pub turn: u16,
    /// What was chosen before the first inject, by its place in the kit, in that order.
    pub before: Vec<u8>,
    /// What was chosen afterwards.
    pub after: Vec<u8>,
}

impl Spoken {
    /// What a record says in short.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let sorted = |places: &[u8]| {
            let mut places = places.to_vec();
            places.sort_unstable();
            places
        };
        Self {
            team: record.team,
            turn: record.turn.min(LAST_TURN),
            before: sorted(&record.before),
            after: sorted(&record.after),
        }
    }

    fn bits(&self) -> u64 {
        let mask = |places: &[u8]| {
            let bits = places.iter().filter(|at| **at < 16).map(|at| 1u64 << at);
            bits.fold(0, |all, bit| all | bit)
        };
        (u64::from(self.team) << 39)
            | (u64::from(self.turn.min(LAST_TURN)) << 32)
            | (mask(&self.before) << 16)
            | mask(&self.after)
    }

    fn check(bits: u64, kit: &KitCode, room: RoomCode) -> u64 {
        let mut of = kit.as_str().as_bytes().to_vec();
        of.extend(bits.to_be_bytes());
        let sealed = room.sealed("spoken", &of);
        let first = sealed.iter().take(5);
        first.fold(0, |all, byte| all << 8 | u64::from(*byte)) >> (40 - CHECK)
    }

    /// The code in groups of four.
    #[must_use]
    pub fn show(&self, kit: &KitCode, room: RoomCode) -> String {
        let bits = self.bits();
        let whole = (u128::from(bits) << CHECK) | u128::from(Self::check(bits, kit, room));
        // Two halves of forty bits.
        let half = |shift: u32| {
            let half = (whole >> shift) & ((1 << 40) - 1);
            digits(u64::try_from(half).unwrap_or(0), 8)
        };
        let signs = half(40) + &half(0);
        let groups: Vec<&str> = (0..4)
            .filter_map(|at| signs.get(at * 4..at * 4 + 4))
            .collect();
        groups.join("-")
    }

    /// Reads what was typed, for a room of a kit.
    ///
    /// # Errors
    /// It is no such code, or [`Misread::Unknown`]: it was misheard, or is another room's.
    pub fn read(kit: &Kit, room: RoomCode, typed: &str) -> Result<Self, Misread> {
        let signs = signs(typed);
        if signs.chars().count() != LENGTH {
            return Err(Misread::Length);
        }
        let (high, low) = signs.split_at_checked(8).ok_or(Misread::Sign)?;
        let half = |signs: &str| number(signs).map(u128::from).ok_or(Misread::Sign);
        let whole = (half(high)? << 40) | half(low)?;
        let part = |part: u128| u64::try_from(part).map_err(|_| Misread::Sign);
        let bits = part(whole >> CHECK)?;
        if Self::check(bits, &kit.code, room) != part(whole & ((1 << CHECK) - 1))? {
            return Err(Misread::Unknown);
        }
        let places =
            |mask: u64| -> Vec<u8> { (0..16u8).filter(|at| mask >> at & 1 == 1).collect() };
        let spoken = Self {
            team: u8::try_from(bits >> 39 & 31).unwrap_or(0),
            turn: u16::try_from(bits >> 32 & 127).unwrap_or(0),
            before: places(bits >> 16 & 0xFFFF),
            after: places(bits & 0xFFFF),
        };
        let known = |places: &[u8]| places.iter().all(|at| usize::from(*at) < kit.choices.len());
        let sound = (1..=Seat::MOST_TEAMS).contains(&spoken.team)
            && known(&spoken.before)
            && known(&spoken.after)
            && spoken.before.len() <= usize::from(kit.before)
            && spoken.after.len() <= usize::from(kit.after)
            && spoken.before.iter().all(|at| !spoken.after.contains(at));
        sound.then_some(spoken).ok_or(Misread::Unknown)
    }
}
