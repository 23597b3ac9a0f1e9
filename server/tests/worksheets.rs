//! Worksheets in and out, as somebody at a terminal does it.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use model::instrument::{Draft, Instrument};
use model::time::Millis;
use server::instruments::{LKE_RB, LKE_ZI};
use server::lembar::export::{Beside, Export, write};
use server::lembar::import::{Choices, Preview, preview};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// A desk with the demo office.
    fn demo() -> Self {
        let desk = Self::new();
        desk.done(&["demo"]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_bukti"))
            .current_dir(self.folder.path())
            .args(words)
            .arg("--data")
            .arg(self.path("data"))
            .output()
            .unwrap()
    }

    /// What a command says that must succeed.
    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complained = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {said}{complained}");
        said
    }

    /// The exit status and the complaint of a command that must not.
    fn refused(&self, words: &[&str]) -> (Option<i32>, String) {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?}");
        let complained = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), complained)
    }

    /// Writes a filled worksheet.
    fn fill(&self, name: &str, text: &str, beside: &[(&str, Beside)]) -> PathBuf {
        let instrument = Instrument::parse(text).unwrap();
        let item = |path: &str| instrument.item_by_path(path).unwrap().id.clone();
        let beside = beside.iter().map(|(path, said)| (item(path), said.clone()));
        let export = Export {
            instrument: &instrument,
            beside: beside.collect(),
            heading: String::new(),
            at: Millis(1_795_500_000_000),
        };
        let path = self.path(name);
        std::fs::write(&path, write(&export).unwrap()).unwrap();
        path
    }
}

fn look(path: &Path) -> Preview {
    let bytes = std::fs::read(path).unwrap();
    preview(&mut Cursor::new(bytes), &Choices::default()).unwrap()
}

fn answer(text: &str) -> Beside {
    Beside {
        answer: Some(text.to_owned()),
        ..Beside::default()
    }
}

/// A small worksheet of an institution's own.
fn own(weight: &str) -> String {
    let text = format!(
        r#"{{"format": 1, "family": "lke-sendiri", "version": 1, "title": "LKE Sendiri", "nodes": [
            {{"code": "A", "title": "Tim", "weight": "{weight}", "nodes": [
                {{"code": "I", "title": "SK", "weight": "60", "items": [
                    {{"code": "a", "title": "SK ada", "answer": {{"type": "ya_tidak"}}}}]}},
                {{"code": "II", "title": "Rapat", "weight": "40", "items": [
                    {{"code": "a", "title": "Rapat ada", "answer": {{"type": "abc"}}}}]}}]}}]}}"#
    );
    Draft::parse(&text).unwrap().to_json().unwrap()
}

#[test]
fn a_workbook_becomes_versions_that_cycles_are_opened_with() {
    let desk = Desk::new();
    desk.fill("lke.xlsx", &own("100"), &[]);
    let import = ["instrument", "import", "lke.xlsx"];
    let (code, complaint) = desk.refused(&import);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("office add"), "{complaint}");
    desk.done(&["office", "add", "--name", "KPU"]);
    let said = desk.done(&import);
    assert!(said.contains("2 items, 0 Jumlah rows"), "{said}");
    assert!(
        said.contains("lke-sendiri version 1 is kept (published)"),
        "{said}"
    );
    assert!(desk.done(&import).contains("nothing was changed"));
    let open = |year: &str| {
        let words = [
            "cycle",
            "open",
            "--office",
            "kpu",
            "--instrument",
            "lke-sendiri",
        ];
        desk.done(&[&words[..], &["--year", year]].concat());
    };
    open("2025");
    // A finding keeps it out until it is accepted; what is published stays as it is.
    desk.fill("lke.xlsx", &own("90"), &[]);
    let said = desk.done(&import);
    assert!(said.contains("E4: Bobot"), "{said}");
    assert!(said.contains("Nothing was kept"), "{said}");
    let accepted = [&import[..], &["--accept", "--draft"]].concat();
    let said = desk.done(&accepted);
    assert!(
        said.contains("lke-sendiri version 2 is kept (a draft)"),
        "{said}"
    );
    open("2026");
    desk.done(&["instrument", "publish", "lke-sendiri"]);
    open("2027");
    let list = desk.done(&["instrument", "list"]);
    let line = |version: &str| {
        let found = list
            .lines()
            .find(|line| line.contains("lke-sendiri") && line.contains(version));
        found.unwrap_or_default().to_owned()
    };
    assert!(line("version 1").contains("2 cycles"), "{list}");
    assert!(line("version 2").contains("published, 1 cycle"), "{list}");
    let first = ["instrument", "export", "lke-sendiri", "--of-version", "1"];
    let (was, is) = (own("100"), desk.done(&first));
    let (was, is) = (Draft::parse(&was).unwrap(), Draft::parse(&is).unwrap());
    assert!(server::sistem::says_the_same(&was, &is));
    desk.done(&[&first[..], &["--xlsx", "lagi.xlsx"]].concat());
    let again = look(&desk.path("lagi.xlsx")).worksheet.draft;
    assert!(server::sistem::says_the_same(
        &again,
        &Draft::parse(&own("100")).unwrap()
    ));
}

#[test]
fn what_is_no_workbook_imports_nothing() {
    let desk = Desk::new();
    std::fs::write(desk.path("surat.xlsx"), "halo").unwrap();
    let (code, complaint) = desk.refused(&["instrument", "import", "surat.xlsx", "--accept"]);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("no XLSX workbook"), "{complaint}");
    assert!(!desk.path("data").exists(), "nothing is made for it");
}

#[test]
fn an_exported_cycle_changes_nothing_when_it_comes_back() {
    let desk = Desk::demo();
    let export = [
        "cycle",
        "export",
        "Siklus 2026",
        "--office",
        "trenggalek",
        "--xlsx",
    ];
    desk.done(&[&export[..], &["lke.xlsx"]].concat());
    let preview = look(&desk.path("lke.xlsx"));
    let was = Draft::parse(LKE_ZI).unwrap();
    assert!(server::sistem::says_the_same(
        &preview.worksheet.draft,
        &was
    ));
    assert!(preview.answered() > 20, "{}", preview.answered());
    assert_eq!(preview.findings(), Vec::<&server::lembar::Finding>::new());
    // An assessor's file, too: the chair of the team may write every area.
    let take = [
        "instrument",
        "import",
        "lke.xlsx",
        "--answers",
        "--as",
        "agus",
    ];
    for more in [&["--dry-run"][..], &["--dry-run", "--replace"]] {
        let said = desk.done(&[&take[..], more].concat());
        assert!(
            said.contains("\n0 changes, 0 left") || said.starts_with("0 changes, 0 left"),
            "{said}"
        );
    }
    let said = desk.done(&["instrument", "import", "lke.xlsx"]);
    assert!(
        said.contains("lke-zi-90-2021 version 1 (published) says the same"),
        "{said}"
    );
}

#[test]
fn answers_are_taken_in_somebodys_name_once_and_taken_back() {
    let desk = Desk::demo();
    let export = |name: &str| {
        let words = [
            "cycle",
            "export",
            "Siklus 2026",
            "--office",
            "trenggalek",
            "--xlsx",
            name,
        ];
        desk.done(&words);
        let filled = look(&desk.path(name)).worksheet.filled;
        filled
            .into_iter()
            .map(|(id, f)| (id, (f.answer, f.note, f.links, f.counts)))
            .collect::<BTreeMap<_, _>>()
    };
    let before = export("sebelum.xlsx");
    let id = |path: &str| format!("lke-zi-90-2021:{path}");
    // Siti writes Manajemen Perubahan and Tata Laksana, not Manajemen SDM.
    let known = Instrument::parse(LKE_ZI).unwrap();
    let find = |answer: Option<&str>| {
        let mine =
            |area: Option<&str>| matches!(area, Some("manajemen-perubahan" | "tata-laksana"));
        let items = known.items().filter(|item| mine(item.area.as_deref()));
        let mut letters = items.filter(|item| !item.answer.is_number());
        let found = letters.find(|item| before[&item.id].0.as_deref() == answer);
        found.unwrap().path.clone()
    };
    let (free, taken) = (find(None), find(Some("Ya")));
    let options = known.item(&id(&free)).unwrap().answer.options();
    let best = options.first().unwrap().0.to_owned();
    let said = Beside {
        note: "=catatan".into(),
        links: vec!["https://drive.contoh.go.id/sk".into(), "ftp://x".into()],
        ..answer(&best)
    };
    desk.fill(
        "isi.xlsx",
        LKE_ZI,
        &[
            (&free, said),
            (&taken, answer("Tidak")),
            ("A.I.3.i.a", answer("Tidak")),
        ],
    );
    let take = [
        "instrument",
        "import",
        "isi.xlsx",
        "--answers",
        "--as",
        "siti",
    ];
    let with = |more: &[&str]| desk.done(&[&take[..], more].concat());
    let dry = with(&["--dry-run"]);
    assert!(dry.contains("3 changes, 2 left"), "{dry}");
    assert!(dry.contains("something else is there"), "{dry}");
    assert_eq!(export("kering.xlsx"), before, "a dry run changes nothing");
    assert!(with(&[]).contains("Taken: 2 records"));
    let after = export("sesudah.xlsx");
    let (answer, note, links, _) = &after[&id(&free)];
    assert_eq!(answer.as_deref(), Some(best.as_str()));
    assert_eq!(note, "=catatan");
    assert_eq!(links, &["https://drive.contoh.go.id/sk"]);
    assert_eq!(
        after[&id(&taken)].0.as_deref(),
        Some("Ya"),
        "what is there stays"
    );
    assert_eq!(
        after[&id("A.I.3.i.a")],
        before[&id("A.I.3.i.a")],
        "another area stays"
    );
    assert!(
        with(&[]).contains("0 changes, 2 left"),
        "a second run changes nothing"
    );
    assert!(with(&["--undo"]).contains("Taken: 2 records"));
    assert_eq!(export("kembali.xlsx"), before);
    let (code, _) = desk.refused(&[&take[..], &["--undo"]].concat());
    assert_eq!(code, Some(4), "there is one undo");
    let replaced = with(&["--replace"]);
    assert!(replaced.contains("4 changes, 1 left"), "{replaced}");
    assert_eq!(
        export("ganti.xlsx")[&id(&taken)].0.as_deref(),
        Some("Tidak")
    );
    assert!(with(&["--replace"]).contains("0 changes, 1 left"));
    with(&["--undo"]);
    assert_eq!(export("kembali.xlsx"), before);
    let (code, _) = desk.refused(&[&take[..5], &["siapa"]].concat());
    assert_eq!(code, Some(4));
}

#[test]
fn the_rb_worksheet_comes_back_as_the_built_in_one() {
    let desk = Desk::new();
    desk.done(&["office", "add", "--name", "KPU"]);
    desk.fill("rb.xlsx", LKE_RB, &[]);
    let said = desk.done(&["instrument", "import", "rb.xlsx"]);
    assert!(
        said.contains("lke-rb-26-2020 version 1 (published) says the same"),
        "{said}"
    );
}
