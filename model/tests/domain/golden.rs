//! Every kind of op that was ever accepted stays decodable, for ever: `tests/golden/*.json` are the
//! bytes that devices made, `*.txt` what they mean. Files are added, never changed.

use std::path::PathBuf;

use model::op::{Op, OpError, SealedOp};
use model::schema::{Kind, row_of};
use serde_json::value::RawValue;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Names and bytes of the golden ops.
fn golden() -> Vec<(String, Box<RawValue>)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(path).unwrap();
            (
                name,
                RawValue::from_string(text.trim_end().to_owned()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn every_op_means_what_it_meant() {
    for (name, raw) in golden() {
        let sealed = SealedOp::decode(&raw).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(sealed.raw().get(), raw.get(), "{name}: bytes are kept");
        let means = format!("{:#?}\n", sealed.op());
        let told = folder().join(format!("{name}.txt"));
        // A new golden op is described once, by BUKTI_GOLDEN=tulis, and then looked at by a person.
        if std::env::var_os("BUKTI_GOLDEN").is_some() && !told.exists() {
            std::fs::write(&told, &means).unwrap();
        }
        let expected = std::fs::read_to_string(&told).unwrap_or_default();
        assert_eq!(means, expected, "{name}");
    }
}

#[test]
fn every_kind_body_and_edit_has_a_golden_op() {
    let ops: Vec<Op> = golden()
        .into_iter()
        .map(|(_, raw)| SealedOp::decode(&raw).unwrap().op().clone())
        .collect();
    for kind in Kind::ALL {
        let written: std::collections::BTreeSet<&str> = ops
            .iter()
            .filter(|op| op.record.kind == kind)
            .flat_map(|op| match &op.body {
                model::op::Body::Write { edits } => edits.as_slice(),
                _ => &[],
            })
            .map(model::op::Edit::field)
            .collect();
        for field in kind.fields() {
            assert!(
                written.contains(field.name),
                "{}.{}",
                kind.name(),
                field.name
            );
        }
    }
    // An answer's counts have a register each.
    let of_row = |op: &Op| match &op.body {
        model::op::Body::Write { edits } => edits.iter().any(|e| row_of(e.field()) == Some("2")),
        _ => false,
    };
    assert!(
        ops.iter()
            .any(|op| op.record.kind == Kind::Jawaban && of_row(op))
    );
    let text: String = golden()
        .iter()
        .map(|(_, raw)| raw.get().to_owned())
        .collect();
    for word in ["write", "delete", "restore"] {
        assert!(text.contains(&format!("\"do\":\"{word}\"")), "{word}");
    }
    for word in ["set", "add", "remove", "log"] {
        assert!(text.contains(&format!("\"edit\":\"{word}\"")), "{word}");
    }
}

#[test]
fn an_op_of_a_newer_build_is_told_from_no_op() {
    let (_, raw) = golden()
        .into_iter()
        .find(|(name, _)| name == "komentar")
        .unwrap();
    let changed = |from: &str, to: &str| {
        assert!(raw.get().contains(from), "{from}");
        let text = raw.get().replacen(from, to, 1);
        SealedOp::decode(&RawValue::from_string(text).unwrap())
    };
    assert!(matches!(
        changed("\"v\":1", "\"v\":2"),
        Err(OpError::Newer { .. })
    ));
    assert!(matches!(
        changed("\"do\":\"write\"", "\"do\":\"merge\""),
        Err(OpError::Newer { .. })
    ));
    assert!(matches!(
        changed("\"edit\":\"set\"", "\"edit\":\"sum\""),
        Err(OpError::Newer { .. })
    ));
    assert!(matches!(
        changed("\"at\":", "\"wann\":"),
        Err(OpError::Malformed(_))
    ));
    // A kind that this build doesn't know is kept under its name; the check lets it wait.
    let unknown = changed("\"kind\":\"komentar\"", "\"kind\":\"risiko\"").unwrap();
    assert_eq!(unknown.op().record.kind, Kind::Unknown("risiko".into()));
}
