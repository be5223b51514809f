//! A team's side of a room: it sits down with a code, is dealt injects by their codes, chooses, and
//! sees what that changes.
//!
//! What may be chosen when are the rules of [`Seat`]; what comes of an inject is the engine's
//! scenario on the open practice assessment, with the choices done as its actions beforehand.

use super::code::{InjectCode, JoinCode, Misread, RoomCode};
use super::played::{self, Played};
use crate::assessment::{Assessment, FileError, Path, Run, Seat, SeatFault, When};
use crate::content::{Action, Id, Inject, Kit, Language, Pack};
use crate::measure::Interval;
use crate::scenario::{self, How, Struck, prepared_with};

/// Why a code did not do what it was typed for.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// It could not be read.
    Misread(Misread),
    /// No kit of the pack has such rooms.
    NoKit,
    /// The kit's firm does not open.
    NoFirm(FileError),
    /// It breaks a rule of the seat.
    Fault(SeatFault),
}

impl Refused {
    /// Its name in the words.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Misread(Misread::Length) => "length",
            Self::Misread(Misread::Sign) => "sign",
            Self::Misread(Misread::OtherRoom) => "other_room",
            Self::Misread(Misread::Unknown) => "unknown",
            Self::NoKit => "no_kit",
            Self::NoFirm(_) => "no_firm",
            Self::Fault(fault) => fault.key(),
        }
    }
}

impl From<Misread> for Refused {
    fn from(misread: Misread) -> Self {
        Self::Misread(misread)
    }
}

impl From<SeatFault> for Refused {
    fn from(fault: SeatFault) -> Self {
        Self::Fault(fault)
    }
}

/// The kit's firm as practice, with a team's seat at it.
///
/// # Errors
/// The code is none, of no kit here, or there is no such team.
pub fn sit(pack: &Pack, typed: &str, team: u8, language: Language) -> Result<Assessment, Refused> {
    let code = JoinCode::read(typed)?;
    let kit = pack.kits.iter().find(|kit| kit.code == code.kit);
    let kit = kit.ok_or(Refused::NoKit)?;
    let seat = Seat::new(kit, code.room.to_string(), team)?;
    let firm = pack.firm(kit.firm.as_str()).ok_or(Refused::NoKit)?;
    let mut assessment = Assessment::of_firm(pack, firm, language).map_err(Refused::NoFirm)?;
    assessment.seat = Some(seat);
    Ok(assessment)
}

/// The seat with the inject that a code is for.
///
/// # Errors
/// The code is none of this room and kit, or the inject came already.
pub fn dealt(kit: &Kit, seat: &Seat, typed: &str) -> Result<Seat, Refused> {
    let code = InjectCode::read(RoomCode::read(&seat.room)?, typed)?;
    let inject = kit.injects.get(usize::from(code.number));
    // The room gives codes for more injects than its kit has.
    let inject = inject.ok_or(Misread::Unknown)?;
    Ok(seat.dealt(kit, inject.id.as_str())?)
}

/// How injects are played: as `sonae scenario` and the page of a scenario do.
#[must_use]
pub fn how() -> How {
    How::default()
}

/// What comes of an inject with these actions done beforehand.
#[must_use]
pub fn outcome<'a>(
    pack: &Pack,
    assessment: &Assessment,
    inject: &Inject,
    chosen: impl IntoIterator<Item = &'a str>,
    how: How,
) -> scenario::Played {
    stage(pack, assessment, inject, chosen, how).played
}

fn stage<'a>(
    pack: &Pack,
    assessment: &Assessment,
    inject: &Inject,
    chosen: impl IntoIterator<Item = &'a str>,
    how: How,
) -> Stage {
    let actions = chosen.into_iter();
    let actions: Vec<&Action> = actions.filter_map(|id| pack.action(id)).collect();
    let done = prepared_with(pack, assessment, &Run::of_inject(inject), actions);
    let how = How {
        spent_before: how.spent_before + done.spent_before,
        ..how
    };
    let path = Path::of(pack, &done.case);
    let struck = Struck::of(pack, &done.case, &path, &done.run);
    Stage {
        sales_hit: struck.sales_hit(),
        played: struck.play(how),
    }
}

/// What comes of an inject with some of the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The share of sales that is lost at once, 0 to 1.
    pub sales_hit: Interval,
    /// The rest.
    pub played: scenario::Played,
}

/// What comes of an inject that reached a team.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// The inject.
    pub inject: Id,
    /// Without any choice, with those before it, and with all.
    pub stages: [Stage; 3],
}

/// What comes of each inject that reached the team, on the open practice assessment.
#[must_use]
pub fn effects(pack: &Pack, assessment: &Assessment, seat: &Seat) -> Vec<Effects> {
    let Some(kit) = pack.kit(seat.kit.as_str()) else {
        return Vec::new();
    };
    let injects = seat.injects.iter();
    let injects = injects.filter_map(|id| kit.inject(id.as_str()));
    let of = |inject: &Inject| {
        let with = |chosen: &mut dyn Iterator<Item = &Id>| {
            stage(pack, assessment, inject, chosen.map(Id::as_str), how())
        };
        let none = with(&mut [].iter());
        // With nothing more chosen nothing else comes of it.
        let before = match seat.before.as_slice() {
            [] => none.clone(),
            chosen => with(&mut chosen.iter()),
        };
        let all = match seat.after.as_slice() {
            [] => before.clone(),
            _ => with(&mut seat.all_chosen()),
        };
        Effects {
            inject: inject.id.clone(),
            stages: [none, before, all],
        }
    };
    injects.map(of).collect()
}

/// What comes of an inject with one choice of the kit alone, choice by choice in the kit's order.
#[must_use]
pub fn each_alone(
    pack: &Pack,
    assessment: &Assessment,
    kit: &Kit,
    inject: &Inject,
) -> Vec<(Id, scenario::Played)> {
    let choices = kit.choices.iter();
    let alone = |id: &Id| outcome(pack, assessment, inject, [id.as_str()], how());
    choices
        .map(|choice| (choice.action.clone(), alone(&choice.action)))
        .collect()
}

/// What the team did, for its record.
#[must_use]
pub fn played(seat: &Seat, effects: &[Effects]) -> Played {
    let texts = |when| seat.chosen(when).iter().map(ToString::to_string).collect();
    let injects = effects.iter().map(|effects| played::Inject {
        id: effects.inject.to_string(),
        stop_weeks: effects.stages.each_ref().map(|it| stop_weeks(&it.played)),
        loss_pct: effects.stages.each_ref().map(|it| loss_pct(&it.played)),
    });
    Played {
        kit: seat.kit.to_string(),
        injects: injects.collect(),
        before: texts(When::Before),
        after: texts(When::After),
    }
}

/// Whole weeks until sales stop at the median, where they may, rounded as the team reads them; the
/// earlier end of what is not known.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was brought into the range before"
)]
pub fn stop_weeks(played: &scenario::Played) -> Option<u16> {
    let week = played.stop_week.p50().low;
    let whole = week.round().clamp(0.0, u16::MAX.into());
    week.is_finite().then_some(whole as u16)
}

/// A loss as a percentage of a month's fixed cost, at its lowest; none where that is not known.
#[must_use]
pub fn percent_of_month(played: &scenario::Played, loss: f64) -> Option<f64> {
    let percent = loss / played.standing.fixed.low * 100.0;
    (!percent.is_nan()).then_some(percent)
}

/// The median loss at its higher end, in whole per cent of a month's fixed cost; the largest number
/// where it has no bound.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was brought into the range before"
)]
pub fn loss_pct(played: &scenario::Played) -> u32 {
    let percent = percent_of_month(played, played.loss.p50().high);
    let percent = percent.unwrap_or_default();
    percent.round().clamp(0.0, u32::MAX.into()) as u32
}
