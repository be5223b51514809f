//! Effect → browser → Action. It acts, and decides nothing.

use std::pin::Pin;

use sonae_engine::content::Pack;
use wasm_bindgen_futures::spawn_local;

use crate::browser::reader::News;
use crate::browser::{self, Tell, camera, clock, desk, files, page, reader, store, tabs, typing};
use crate::later;
use crate::route::Page;
use crate::state::bench::{self, Task};
use crate::state::dossier::{self, Handed, Way};
use crate::state::kits::own;
use crate::state::ledger::LedgerBytes;
use crate::state::review;
use crate::state::room;
use crate::state::scenario::{REST_MS, Turn};
use crate::state::shelf::{Fetched, Purpose, Told};
use crate::state::{Action, Effect, Shared, Start};
use crate::state::{edition, handin, locks, plan, questions};

/// Carries out what must follow, and tells what came of it.
pub fn carry_out(effects: Vec<Effect>, pack: &'static Pack, tell: &Tell) {
    for effect in effects {
        match effect {
            Effect::Keep(entry, assessment) => store::keep(entry, assessment, pack, tell),
            Effect::TryShelf => {
                let tell = tell.clone();
                spawn_local(async move {
                    if let Err(refusal) = store::try_it().await {
                        tell(Told::Kept(Err(refusal)).into());
                    }
                });
            }
            Effect::Hold(key) => {
                store::set_open(Some(&key));
                spawn_local(async move {
                    tabs::take(&key).await;
                    store::ask_to_persist().await;
                });
            }
            Effect::LetGo(key) => tabs::let_go(&key),
            Effect::KeepLanguage(language) => store::keep_language(language),
            Effect::GoTo(target) => page::go_to(&target),
            Effect::Announce {
                language,
                title,
                foot,
            } => page::announce(language, &title, &foot),
            Effect::FocusHeading => page::focus("#app h1"),
            Effect::FocusErrors => page::focus(".error-summary, .notice[data-kind=error]"),
            effect => {
                if let Some(later) = later::get() {
                    (later.carry_out)(effect, tell);
                }
            }
        }
    }
}

/// Carries out what only the later part of the app asks for.
pub fn carry_out_later(effect: Effect, tell: &Tell) {
    match effect {
        Effect::KeepEntry(entry) => spawn_local(async move { store::keep_entry(&entry).await }),
        Effect::Fetch(purpose, key) => spawn_local(fetch(purpose, key, tell.clone())),
        Effect::ListShelf => {
            let tell = tell.clone();
            spawn_local(async move {
                if let Ok(entries) = store::shelf().await {
                    tell(Told::Listed(entries).into());
                }
            });
        }
        Effect::Remove(key) => spawn_local(async move { store::remove(&key).await }),
        Effect::Wipe => {
            let tell = tell.clone();
            spawn_local(async move { tell(Told::Wiped(store::wipe().await).into()) });
        }
        Effect::Save { name, bytes, of } => {
            let tell = tell.clone();
            spawn_local(async move {
                let written = files::save(&name, &bytes).await;
                tell(Told::FileWritten(written, of).into());
            });
        }
        Effect::LookAtEdition => {
            tell(edition::Told::Looked(browser::edition::edition()).into());
            let tell = tell.clone();
            spawn_local(async move {
                tell(edition::Told::Hashed(browser::edition::hash().await).into());
            });
        }
        Effect::UseUpdate => browser::edition::use_update(),
        Effect::Print => page::print(),
        Effect::AwaitHold(key) => tabs::wait(key),
        Effect::TakeOver(key) => tabs::take_over(key),
        Effect::PutBack(typed) => typing::put_back(typed),
        Effect::ListVersions(key) => {
            let tell = tell.clone();
            spawn_local(async move {
                tell(Told::VersionsListed(store::versions(&key).await).into());
            });
        }
        Effect::FetchVersion(key, at) => {
            let tell = tell.clone();
            spawn_local(async move {
                let bytes = store::version(&key, &at).await;
                tell(Told::VersionFetched(at, bytes).into());
            });
        }
        Effect::KeepCourses(progress) => store::keep_courses(&progress),
        Effect::Kits(task) => spawn_local(about_kits(task, tell.clone())),
        Effect::Room(task) => in_the_room(task, tell),
        Effect::HandIn(task) => hand_in(task, tell),
        Effect::ReadTable(table, name, bytes) => {
            let text = files::decode(&bytes);
            tell(Action::TableRead { table, name, text });
        }
        Effect::ReadLedgers(number, files) => read_ledgers(number, files, tell.clone()),
        Effect::WriteWorkbook(name, sheets) => {
            let tell = tell.clone();
            spawn_local(async move {
                if let Some(made) = reader::write(&sheets).await {
                    tell(Action::WorkbookMade(name, made));
                }
            });
        }
        Effect::Make(number, request, of) => {
            let tell = tell.clone();
            spawn_local(async move {
                let of = of.as_ref().map(AsRef::as_ref);
                if let Some(made) = reader::make(&request, of).await {
                    tell(locks::Told::Made(number, made).into());
                }
            });
        }
        Effect::TellTime => tell(Action::Plan(plan::Told::Stamped(clock::stamp()))),
        Effect::HandOn(way, handed) => spawn_local(hand_on(way, handed, tell.clone())),
        Effect::Copy(text) => {
            let tell = tell.clone();
            spawn_local(async move {
                tell(Action::Plan(plan::Told::Copied(page::copy(&text).await)));
            });
        }
        Effect::PrepareReader => reader::prepare(),
        Effect::StopReading => reader::stop(),
        Effect::Bench(task) => on_the_bench(task, tell),
        Effect::Questions(task) => spawn_local(about_questions(task, tell.clone())),
        Effect::RestSoon(moves) => {
            let tell = tell.clone();
            clock::after(REST_MS, move || {
                tell(Action::Scenario(Turn::Rested(moves)));
            });
        }
        // The first part knows it.
        _ => (),
    }
}

/// Hands a dossier on.
async fn hand_on(way: Way, handed: Handed, tell: Tell) {
    tell(Action::Dossier(match way {
        Way::File(name, bytes) => dossier::Told::Saved(files::save(&name, &bytes).await, handed),
        Way::Text(text) => dossier::Told::Copied(page::copy(&text).await, handed),
    }));
}

/// What the lender's bench asks for.
fn on_the_bench(task: Task, tell: &Tell) {
    match task {
        Task::WorkOut(work) => desk::work_out(*work, crate::PACK, tell),
        Task::GoOn(standing) => {
            let tell = tell.clone();
            clock::after(0, move || tell(bench::Told::WentOn(standing).into()));
        }
        Task::Stop => desk::stop(),
        Task::Forget => desk::forget(),
        Task::Fetch(number, openers) => {
            let tell = tell.clone();
            spawn_local(async move {
                let bytes = desk::read(number, &openers).await;
                tell(bench::Told::Fetched(number, bytes).into());
            });
        }
        Task::Focus(id) => page::focus_first(vec![id]),
        Task::Copy(text) => {
            let tell = tell.clone();
            spawn_local(async move { tell(bench::Told::Copied(page::copy(&text).await).into()) });
        }
        Task::SaveReviews(name, reviews) => {
            let tell = tell.clone();
            spawn_local(async move {
                let written = files::save(&name, &reviews.write()).await;
                tell(review::Told::Saved(written, reviews).into());
            });
        }
        Task::Print => {
            let tell = tell.clone();
            page::after_frame(move || {
                page::print();
                tell(bench::Told::PaperDone.into());
            });
        }
    }
}

/// What kits of one's own ask for.
async fn about_kits(task: own::Task, tell: Tell) {
    match task {
        own::Task::Check(number, kept, brought) => {
            let checked = reader::check_kits(crate::PACK, (*kept).clone(), brought).await;
            tell(own::Told::Checked(number, Shared::new(checked)).into());
        }
        own::Task::Keep(files) => {
            if store::keep_kits(&files).await.is_err() {
                tell(own::Told::NotKept.into());
            }
        }
        own::Task::Fetch => tell(own::Told::Came(store::kits().await).into()),
    }
}

/// What a room that is led asks for.
fn in_the_room(task: room::Task, tell: &Tell) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    match task {
        room::Task::Draw => {
            #[expect(clippy::cast_possible_truncation, reason = "a code needs few bits")]
            let chance = store::seed() as u32;
            tell(room::Told::Drawn(chance).into());
        }
        room::Task::DrawCodes(texts) => {
            let tell = tell.clone();
            spawn_local(async move {
                // Where none can be drawn, the letters beside it are enough.
                if let Some(Ok(codes)) = reader::draw_texts(texts.clone()).await {
                    tell(room::Told::CodesDrawn(texts, codes).into());
                }
            });
        }
        room::Task::Keep(room) => {
            let tell = tell.clone();
            spawn_local(async move {
                if store::keep_room(room.write()).await.is_err() {
                    tell(room::Told::NotKept.into());
                }
            });
        }
        room::Task::Send(room, wall) => {
            tabs::say_with("room", &text(room.write()), wall.name());
        }
        room::Task::Answer => tabs::say("projecting", ""),
        room::Task::Pass(turn) => tabs::say("turn", turn.name()),
        room::Task::OpenWindow => {
            let opened = page::open_beside(&Page::Projector, "sonae-projector");
            tell(room::Told::WindowOpened(opened).into());
        }
    }
}

/// What handing in and collecting ask for.
fn hand_in(task: handin::Task, tell: &Tell) {
    match task {
        handin::Task::Draw(number, record) => {
            let tell = tell.clone();
            spawn_local(async move {
                if let Some(codes) = reader::draw(&record).await {
                    tell(handin::Told::Drawn(number, codes).into());
                }
            });
        }
        handin::Task::StartCamera => camera::start(tell),
        handin::Task::StopCamera => camera::stop(),
    }
}

/// What questions back ask for.
async fn about_questions(task: questions::Task, tell: Tell) {
    match task {
        questions::Task::Keep(key, asked) => store::keep_asked(&key, asked).await,
        questions::Task::Fetch(key) => {
            if let Some(asked) = store::asked(&key).await {
                tell(questions::Told::Came(key, asked).into());
            }
        }
        questions::Task::Copy(text) => {
            tell(questions::Told::Copied(page::copy(&text).await).into());
        }
    }
}

/// Has ledgers read where the page does not wait for it.
fn read_ledgers(number: u32, files: Vec<LedgerBytes>, tell: Tell) {
    spawn_local(async move {
        let (files, options): (Vec<_>, Vec<_>) = files
            .into_iter()
            .map(|(bytes, options)| ((String::new(), bytes), options))
            .unzip();
        let meanwhile = tell.clone();
        let told = move |news| {
            meanwhile(match news {
                News::Done(done) => Action::LedgerProgressed(number, done),
                News::Understood(read) => Action::LedgersRead(number, Ok(Shared::new(read))),
            });
        };
        if let Some(read) = reader::read(&files, &options, told).await {
            // What was understood is seen first.
            page::after_frame(move || {
                tell(match read {
                    Ok(names) => Action::LikeNamesFound(number, names),
                    Err(finding) => Action::LedgersRead(number, Err(finding)),
                });
            });
        }
    });
}

/// Fetches what is kept under a key, for a purpose.
async fn fetch(purpose: Purpose, key: String, tell: Tell) {
    let held = match purpose {
        Purpose::Open(_) => {
            store::set_open(Some(&key));
            tabs::take(&key).await
        }
        Purpose::Refresh => tabs::is_held(&key),
        Purpose::Save | Purpose::Compare(_) => false,
    };
    let bytes = store::fetch(&key).await;
    let typed = store::typed(&key).await;
    let fetched = Fetched {
        key,
        held,
        bytes,
        typed,
    };
    tell(Told::Fetched(purpose, fetched).into());
}

/// What the browser knows when the app starts. Where it keeps something, the later part of the app
/// opens it.
pub async fn start() -> Start {
    store::offer();
    let holds = store::holds_anything().await;
    if holds == Ok(true)
        && later::came().await
        && let Some(later) = later::get()
    {
        return (later.start)().await;
    }
    Start {
        shelf: holds.map(|_| Vec::new()),
        open: None,
        before: None,
        courses: None,
        kits: Vec::new(),
        room: None,
        language: store::language().unwrap_or_else(page::language),
        now: clock::moment(),
        seed: store::seed(),
    }
}

/// What it starts with, once it is known.
pub type Starting = Pin<Box<dyn Future<Output = Start>>>;

/// What is kept, and what of it was open.
pub fn resume() -> Starting {
    Box::pin(async {
        let shelf = store::shelf().await;
        let entries = shelf.as_deref().unwrap_or_default();
        let here = store::open_here();
        let here = entries
            .iter()
            .find(|entry| Some(&entry.key) == here.as_ref());
        let mut open = None;
        // What projects a room opens nothing, and takes the lock of nothing.
        let projects = page::current() == Page::Projector;
        if let Some(entry) = here.or(entries.first()).filter(|_| !projects) {
            let key = entry.key.clone();
            store::set_open(Some(&key));
            open = Some(Fetched {
                held: tabs::take(&key).await,
                bytes: store::fetch(&key).await,
                typed: store::typed(&key).await,
                key,
            });
        }
        Start {
            shelf,
            open,
            before: store::before().filter(|_| !projects),
            courses: store::courses(),
            kits: store::kits().await,
            room: if projects { None } else { store::room().await },
            language: store::language().unwrap_or_else(page::language),
            now: clock::moment(),
            seed: store::seed(),
        }
    })
}
