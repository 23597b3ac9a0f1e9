//! What an admin does where nothing is yet: the commands of the server's own program, to copy. Both halves
//! of the app show it.

use leptos::prelude::*;
use model::time::Zone;

use crate::i18n::use_texts;

/// A name as a shell takes it, in double quotes.
fn quoted(name: &str) -> String {
    let mut quoted = String::from('"');
    for letter in name.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

/// The commands for an office: an office below it, a person, a role, a cycle.
fn commands(office: &str, zone: Zone, year: i32) -> [String; 4] {
    let (office, zone) = (quoted(office), zone.name());
    let data = "--data /srv/bukti";
    [
        format!(
            "bukti office add {data} --name \"KPU Kabupaten Contoh\" --parent {office} --zone {zone}"
        ),
        format!("bukti person add {data} --office {office} --login siti --name \"Siti Nurhayati\""),
        format!("bukti role grant {data} siti ketua"),
        format!(
            "bukti cycle open {data} --office {office} --year {year} --closes {year}-12-31 --target 75"
        ),
    ]
}

/// The commands with what each is for.
#[component]
pub fn FirstSteps(
    /// Which office they are about: its name.
    #[prop(into)]
    office: String,
    /// Its time zone.
    zone: Zone,
    /// The year that it is there.
    year: i32,
) -> impl IntoView {
    let words = use_texts().awal();
    let what = [words.office, words.person, words.role, words.cycle];
    let step = |(what, command): (&'static str, String)| {
        // A line ends between words, never within `--data`.
        let word = |word: &str| view! { <span class="num">{word.to_owned()}</span> " " };
        let command = command.split(' ').map(word).collect_view();
        view! {
            <li>
                <p class="sub">{what}</p>
                <pre tabindex="0">
                    <code>{command}</code>
                </pre>
            </li>
        }
    };
    let steps = what.into_iter().zip(commands(&office, zone, year));
    view! {
        <section class="panel cara" aria-labelledby="h-cara">
            <h2 id="h-cara" class="h2">
                {words.title}
            </h2>
            <p class="cap mt-1">{words.where_typed}</p>
            <ol>{steps.map(step).collect_view()}</ol>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_name_the_office_as_a_shell_takes_it() {
        let office = r#"KPU "Satu" $2"#;
        let [below, person, _, cycle] = commands(office, Zone::Wita, 2027);
        let named = r#""KPU \"Satu\" \$2""#;
        assert!(
            below.contains(&format!("--parent {named} --zone WITA")),
            "{below}"
        );
        for command in [person, cycle] {
            assert!(command.contains(&format!("--office {named}")), "{command}");
        }
    }
}
