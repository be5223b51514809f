//! What is said around a sheet: what could not be read, what the keys do, what goes where.

use yew::prelude::*;

use super::Sheet;
use crate::browser::cells;

/// More faults than this are counted; their cells say themselves what is wrong.
const LISTED: usize = 50;

impl Sheet {
    /// The first row whose faults are not listed above the table.
    pub(super) fn told_above(ctx: &Context<Self>) -> usize {
        let unread = ctx.props().rows.unread();
        unread.get(LISTED).copied().unwrap_or(usize::MAX)
    }

    /// What could not be taken, each with a way to its cell.
    pub(super) fn faults(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let unread = props.rows.unread();
        if unread.is_empty() {
            return Html::default();
        }
        let of_row = |row: usize| {
            let columns = self.columns.iter().enumerate();
            let wrong = columns.filter_map(move |(index, column)| {
                let fault = props.rows.cell(row, index).fault?;
                Some((row, column, fault))
            });
            wrong.collect::<Vec<_>>()
        };
        let count: usize = unread.iter().map(|&row| of_row(row).len()).sum();
        let listed = unread.iter().take(LISTED).flat_map(|&row| of_row(row));
        let listed: Vec<Html> = listed
            .map(|(row, column, fault)| {
                let id = format!("{}.{row}.{}", props.name, column.key);
                let place = words.with(
                    "tables.cell",
                    &[
                        ("row", (row + 1).to_string()),
                        ("column", column.title.to_string()),
                    ],
                );
                html! {
                    <li id={format!("{id}.fault")}>
                        { to_cell(&id, &place) }{ words.t("frame.colon") }{ fault }
                    </li>
                }
            })
            .collect();
        let more = count.saturating_sub(listed.len());
        html! {
            <section class="notice" data-kind="caution">
                <h2>{ words.count("tables.faults", count) }</h2>
                <p>{ words.t("tables.faults_text") }</p>
                <ul>{ for listed }</ul>
                if more > 0 {
                    <p>{ words.count("tables.faults_more", more) }</p>
                }
            </section>
        }
    }

    /// What the keys do, and what each column asks for; the column that has the focus says it at once.
    pub(super) fn help(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let here = self.at.and_then(|(_, column)| self.columns.get(column));
        html! {
            <>
                <p class={classes!("sheet-help", "small", props.class.clone())} aria-hidden="true">
                    if let Some(column) = here {
                        <strong>{ &column.title }</strong>{ words.t("frame.colon") }{ &column.help }
                    } else {
                        { words.t("tables.keys_short") }
                    }
                </p>
                <details class={classes!("disclosure", props.class.clone())}>
                    <summary>{ words.t("tables.columns") }</summary>
                    <div class="disclosure-body">
                        <dl class="pairs">
                            { for self.columns.iter().map(|column| html! {
                                <div>
                                    <dt>{ &column.title }</dt>
                                    <dd id={format!("{}.help.{}", props.name, column.key)}>{ &column.help }</dd>
                                </div>
                            }) }
                        </dl>
                        <p>{ words.t("tables.keys") }</p>
                    </div>
                </details>
            </>
        }
    }
}

/// A link to a cell. The address belongs to the router, so it goes there by hand; a row that is
/// not drawn at the moment is drawn for it.
pub fn to_cell(id: &str, text: &str) -> Html {
    let wanted = id.to_owned();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        cells::ask(&wanted);
    });
    html! { <a href={format!("#{id}")} {onclick}>{ text }</a> }
}
