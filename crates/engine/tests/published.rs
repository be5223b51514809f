//! The engine gives results that others published.
//!
//! Reads every `*.json` of the folder named by `SONAE_VECTORS` (by default the project's own
//! copy), hands each vector to the engine's public function for its `kind`, and compares every
//! number and word under `expected`. A kind nobody knows is a failure, never a gap.
#![cfg(test)]

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sonae_engine::measure::Unit;
use sonae_engine::scenario;
use sonae_engine::scenario::distribution::{Pert, Triangular};
use sonae_engine::scenario::tail;
use sonae_engine::score;
use sonae_engine::screen::{Ties, ranks};
use sonae_engine::suppliers::{self, Figures, Supplier};

/// A vector's inputs, read with a message that names what is missing.
struct Inputs<'a>(&'a Value);

impl<'a> Inputs<'a> {
    fn get(&self, key: &str) -> &'a Value {
        let found = self.0.get(key);
        found.unwrap_or_else(|| panic!("no input `{key}` in {}", self.0))
    }

    fn number(&self, key: &str) -> f64 {
        number(self.get(key))
    }

    fn count(&self, key: &str) -> u32 {
        count(self.get(key))
    }

    fn numbers(&self, key: &str) -> Vec<f64> {
        numbers(self.get(key))
    }

    fn rows(&self, key: &str) -> Vec<Vec<f64>> {
        list(self.get(key)).iter().map(numbers).collect()
    }

    fn named(&self) -> &'a Map<String, Value> {
        self.0.as_object().expect("inputs are an object")
    }
}

fn list(value: &Value) -> &Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is no list"))
}

fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        _ => value
            .as_f64()
            .unwrap_or_else(|| panic!("{value} is no number")),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

fn count(value: &Value) -> u32 {
    let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
    count.unwrap_or_else(|| panic!("{value} is no count"))
}

type Compute = fn(&Inputs<'_>) -> Value;

/// The kinds of vectors, each with what the engine says to its inputs.
const KINDS: &[(&str, Compute)] = &[
    ("hhi_points", hhi_points),
    ("hhi_merge", hhi_merge),
    ("hhi_fraction_many", |inputs| {
        let all = inputs.rows("shares");
        json!({"hhi": all.iter().map(|shares| suppliers::hhi(shares)).collect::<Vec<_>>()})
    }),
    ("hhi_effective_number", hhi_effective_number),
    ("hill", |inputs| {
        let counts = inputs.numbers("counts");
        let orders = inputs.numbers("orders").into_iter();
        let hill = orders.map(|order| suppliers::hill(&counts, order));
        json!({"hill": hill.collect::<Vec<_>>()})
    }),
    (
        "cr1",
        |inputs| json!({"cr1": suppliers::concentration_ratio(&inputs.numbers("counts"), 1)}),
    ),
    ("geometric_vs_additive", means),
    ("composite_additive", |inputs| {
        let axes = inputs.get("axes").as_object().expect("axes by name").iter();
        axes.map(|(name, axes)| (name.clone(), json!(score::mean(&numbers(axes)))))
            .collect()
    }),
    ("geometric_mean", human_development_index),
    (
        "shapley_max_game",
        |inputs| json!({"phi": scenario::shapley_of_maximum(&inputs.numbers("c"))}),
    ),
    ("worst_case_bounds", |inputs| {
        let [n, observed, ones] = ["n", "observed", "ones"].map(|key| inputs.count(key));
        let bounds = score::worst_case_bounds(n, observed, ones);
        let naive = f64::from(ones) / f64::from(observed);
        json!({"lower": bounds.low, "upper": bounds.high, "naive": naive})
    }),
    ("pert_beta", |inputs| {
        let [low, mode, high, gamma] =
            ["low", "mode", "high", "gamma"].map(|key| inputs.number(key));
        let pert = Pert {
            low,
            mode,
            high,
            gamma,
        };
        let (alpha, beta) = pert.shapes();
        json!({"alpha": alpha, "beta": beta, "mean": pert.mean(), "var": pert.variance()})
    }),
    ("triangular_quantile", |inputs| {
        let quantile = |case: &Vec<f64>| {
            let triangular = Triangular {
                low: case[1],
                mode: case[3],
                high: case[2],
            };
            triangular.quantile(case[0])
        };
        json!({"q": inputs.rows("cases_p_a_b_c").iter().map(quantile).collect::<Vec<_>>()})
    }),
    ("triangular_cdf", |inputs| {
        let unit = |mode| Triangular {
            low: 0.0,
            mode,
            high: 1.0,
        };
        let cdf = |case: &Vec<f64>| unit(case[1]).cdf(case[0]);
        json!({"F": inputs.rows("cases_x_c").iter().map(cdf).collect::<Vec<_>>()})
    }),
    ("normal_var_cvar", |inputs| {
        let (mean, deviation) = (inputs.number("mean_loss"), inputs.number("sigma"));
        let levels = inputs.numbers("levels").into_iter();
        let both = levels.map(|level| tail::normal_var_and_cvar(mean, deviation, level));
        let (var, cvar): (Vec<f64>, Vec<f64>) = both.unzip();
        json!({"var": var, "cvar": cvar})
    }),
    ("expected_excess", |inputs| {
        let [beyond, var, cvar] = ["tail_prob", "var", "cvar"].map(|key| inputs.number(key));
        json!({"expected_excess": tail::expected_excess(beyond, var, cvar)})
    }),
    ("wilson", |inputs| {
        let interval = |case: &Value| {
            let case = list(case);
            let interval = tail::wilson(count(&case[0]), count(&case[1]), number(&case[2]));
            [interval.low, interval.high]
        };
        let cases = list(inputs.get("cases_k_n_conf")).iter();
        json!({"ci": cases.map(interval).collect::<Vec<_>>()})
    }),
    ("quantile_alphabeta", |inputs| {
        let values = inputs.numbers("x");
        let plotting = (inputs.number("alphap"), inputs.number("betap"));
        let points = inputs.numbers("p").into_iter();
        let quantiles = points.map(|p| tail::quantile(&values, p, plotting));
        json!({"q": quantiles.collect::<Vec<_>>()})
    }),
    ("rankdata", |inputs| {
        let values = inputs.numbers("x");
        json!({
            "average": ranks(&values, Ties::Average),
            "min": ranks(&values, Ties::Smallest),
            "max": ranks(&values, Ties::Largest),
            "dense": ranks(&values, Ties::Dense),
            "ordinal": ranks(&values, Ties::Ordinal),
        })
    }),
];

/// On the scale of the guidelines, where a single supplier has 10,000.
const POINTS: f64 = 10_000.0;

fn hhi_points(inputs: &Inputs<'_>) -> Value {
    let hhi = suppliers::hhi(&inputs.numbers("shares_pct")).expect("shares");
    json!({"hhi": hhi * POINTS, "band_2023": suppliers::concentration(hhi)})
}

/// Two suppliers become one as they do in the table: their rows share an alias.
fn hhi_merge(inputs: &Inputs<'_>) -> Value {
    let merged = list(inputs.get("merge"));
    let merged: Vec<usize> = merged
        .iter()
        .filter_map(|index| index.as_u64()?.try_into().ok())
        .collect();
    let hhi = |is_merged: &dyn Fn(usize) -> bool| {
        let rows = inputs.numbers("shares_pct").into_iter().enumerate();
        let rows = rows.map(|(index, share)| Supplier {
            alias: if is_merged(index) {
                "merged".into()
            } else {
                index.to_string()
            },
            annual_spend: Unit::Yen.number(share * 1e6),
            ..Supplier::default()
        });
        let rows: Vec<Supplier> = rows.collect();
        Figures::of(&rows).supplier_hhi.expect("spend") * POINTS
    };
    let (before, after) = (hhi(&|_| false), hhi(&|index| merged.contains(&index)));
    json!({"pre": before, "post": after, "delta": after - before})
}

/// `case1` … → `hhi1`, `n_eff1` …
fn hhi_effective_number(inputs: &Inputs<'_>) -> Value {
    let cases = inputs.named().iter().flat_map(|(name, shares)| {
        let number = name.trim_start_matches("case");
        let shares = numbers(shares);
        [
            (format!("hhi{number}"), json!(suppliers::hhi(&shares))),
            (
                format!("n_eff{number}"),
                json!(suppliers::hill(&shares, 2.0)),
            ),
        ]
    });
    cases.collect()
}

/// `a` … → `add_a`, `geo_a` …
fn means(inputs: &Inputs<'_>) -> Value {
    let named = inputs.named().iter().flat_map(|(name, values)| {
        let values = numbers(values);
        [
            (format!("add_{name}"), json!(score::mean(&values))),
            (format!("geo_{name}"), json!(score::geometric_mean(&values))),
        ]
    });
    named.collect()
}

fn human_development_index(inputs: &Inputs<'_>) -> Value {
    let posts = inputs.numbers("gni_goalposts");
    let income = score::between_goalposts_by_ratio(inputs.number("gni"), posts[0], posts[1]);
    let parts = [inputs.number("health"), inputs.number("education"), income];
    json!({"income": income, "hdi": score::geometric_mean(&parts)})
}

/// Where the computed differs from the expected, and how many values were compared.
struct Comparison<'a> {
    vector: &'a Value,
    compared: usize,
    differences: Vec<String>,
}

impl Comparison<'_> {
    fn of(&mut self, path: &str, expected: &Value, computed: Option<&Value>) {
        match (expected, computed) {
            (Value::Object(expected), Some(Value::Object(computed))) => {
                for (key, value) in expected {
                    self.of(&format!("{path}.{key}"), value, computed.get(key));
                }
            }
            (Value::Array(expected), Some(Value::Array(computed))) => {
                if expected.len() != computed.len() {
                    self.differs(path, &json!(expected), &json!(computed));
                }
                for (index, (one, other)) in expected.iter().zip(computed).enumerate() {
                    self.of(&format!("{path}[{index}]"), one, Some(other));
                }
            }
            (Value::Number(_), Some(Value::Number(_))) => {
                self.compared += 1;
                let (wanted, found) = (number(expected), number(computed.unwrap_or(expected)));
                let tolerance = self.vector["tol"].as_f64().unwrap_or_default();
                let relative = self.vector["tol_kind"] == "rel";
                let allowed = if relative {
                    tolerance * wanted.abs()
                } else {
                    tolerance
                };
                let agrees = (found - wanted).abs() <= allowed;
                if !agrees {
                    self.differs(path, expected, &json!(found));
                }
            }
            (expected, Some(computed)) => {
                self.compared += 1;
                if expected != computed {
                    self.differs(path, expected, computed);
                }
            }
            (expected, None) => self.differs(path, expected, &Value::Null),
        }
    }

    fn differs(&mut self, path: &str, expected: &Value, computed: &Value) {
        let id = &self.vector["id"];
        self.differences.push(format!(
            "{id}{path}: {expected} is published, {computed} computed"
        ));
    }
}

#[test]
fn the_engine_gives_the_published_results() {
    // Cargo runs tests in the crate's folder; whoever names a folder stands at the root.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("SONAE_VECTORS").map(PathBuf::from);
    let folder = root.join(named.unwrap_or_else(|| "tests/data/vectors".into()));
    let entries = std::fs::read_dir(&folder);
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let (mut vectors, mut compared, mut differences) = (0, 0, Vec::new());
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a file that can be read");
        let content: Value = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for vector in list(&content) {
            vectors += 1;
            let kind = vector["kind"].as_str().unwrap_or_default();
            let Some((_, compute)) = KINDS.iter().find(|(known, _)| *known == kind) else {
                differences.push(format!("{}: nobody knows the kind `{kind}`", vector["id"]));
                continue;
            };
            let found = compute(&Inputs(&vector["inputs"]));
            let mut comparison = Comparison {
                vector,
                compared: 0,
                differences: Vec::new(),
            };
            comparison.of("", &vector["expected"], Some(&found));
            compared += comparison.compared;
            differences.append(&mut comparison.differences);
        }
    }
    // Straight to the terminal, past the harness that swallows what passing tests print.
    let said = format!(
        "Compared {compared} published values in {vectors} vectors of {} files.\n",
        files.len()
    );
    std::io::stdout()
        .write_all(said.as_bytes())
        .expect("a terminal");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(compared > 0, "no vector in {}", folder.display());
}
