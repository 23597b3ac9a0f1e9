//! Why the server refuses what an admin page asks, and why a document is no instrument: what happened, and
//! what can be done.

use model::instrument::InstrumentError;
use model::view::BadPast;

use super::{Locale, Texts};
use crate::admin::shelf::Unreadable;
use model::wire::refusal::{Refused, Why};

impl Texts {
    /// A refusal.
    #[must_use]
    pub fn refused(&self, of: &Refused) -> String {
        match &of.why {
            Some(why) => self.why(why),
            None => {
                let said = (self.rejection().problem)(of.code, of.retry_after_s);
                format!("{} {}", said.cause, said.cure)
            }
        }
    }

    /// A file from which nothing can be taken.
    #[must_use]
    pub fn unreadable(&self, of: &Unreadable) -> String {
        match self.locale {
            Locale::Id => unreadable_id(self, of),
            Locale::En => unreadable_en(self, of),
        }
    }

    fn why(&self, why: &Why) -> String {
        let is_id = self.locale == Locale::Id;
        let say = |id: &str, en: &str| if is_id { id } else { en }.to_owned();
        match why {
            Why::NoAdmin => say(
                "Instrumen dikelola admin. Minta peran itu kepada admin satker Anda.",
                "Admins look after instruments. Ask your office’s admin for that role.",
            ),
            Why::OtherOffice => say(
                "Satker itu bukan yang Anda kelola. Minta adminnya, atau admin satker di atasnya, melakukannya.",
                "You don’t administer that office. Ask its admin, or that of an office above it, to do this.",
            ),
            Why::Rule(rejection) => {
                let said = (self.rejection().op)(rejection);
                format!("{} {}", said.cause, said.cure)
            }
            Why::Instrument(error) => self.no_instrument(error),
            Why::Draft(family) if is_id => {
                format!(
                    "{family} masih rancangan. Terbitkan dulu: instrumen siklus tidak boleh berubah."
                )
            }
            Why::Draft(family) => {
                format!(
                    "{family} is a draft still. Publish it first: a cycle’s instrument never changes."
                )
            }
            Why::Closed(cycle) if is_id => {
                format!("{cycle} sudah ditutup; siklus yang ditutup tetap di instrumennya.")
            }
            Why::Closed(cycle) => {
                format!("{cycle} is closed; a closed cycle stays under its instrument.")
            }
            Why::Past(bad) => match bad {
                BadPast::Year => self.tahun().wrong_year,
                BadPast::Index => self.tahun().wrong_index,
                BadPast::Parts => self.tahun().wrong_parts,
                BadPast::Source => self.tahun().no_source,
            }
            .to_owned(),
            Why::Kind(_) => say(
                "Jenis satker ditulis satu atau dua kata, misalnya kabupaten.",
                "A sort of office is a word or two, as kabupaten.",
            ),
        }
    }

    /// Why a document is no instrument, as a sentence.
    #[must_use]
    pub fn no_instrument(&self, error: &InstrumentError) -> String {
        match self.locale {
            // The model says it in English.
            Locale::En => format!("{error}."),
            Locale::Id => no_instrument_id(error),
        }
    }
}

fn unreadable_id(t: &Texts, of: &Unreadable) -> String {
    match of {
        Unreadable::NotXlsx => "Ini bukan buku kerja XLSX. Simpan sebagai .xlsx di aplikasi lembar kerja Anda, lalu ambil lagi.".to_owned(),
        Unreadable::Encrypted => "Buku kerja ini bersandi. Simpan salinan tanpa sandi, lalu ambil salinannya.".to_owned(),
        Unreadable::OldXls => "Ini buku kerja .xls lama. Buka dan simpan sebagai .xlsx.".to_owned(),
        Unreadable::TooLarge { cell: Some(cell) } => format!("Terlalu besar untuk lembar kerja, mulai dari {cell}. Hapus isi dari sel itu ke bawah, atau simpan lembarnya saja."),
        Unreadable::TooLarge { cell: None } => "Terlalu besar untuk lembar kerja. Simpan salinan yang berisi lembarnya saja.".to_owned(),
        Unreadable::Damaged { part: Some(part) } => format!("Buku kerja ini rusak di bagian {part}. Buka dan simpan ulang di aplikasi lembar kerja Anda."),
        Unreadable::Damaged { part: None } => "Buku kerja ini rusak. Buka dan simpan ulang di aplikasi lembar kerja Anda.".to_owned(),
        Unreadable::NoWorksheet => "Tidak ada lembar kerja di dalamnya: lembar kerja punya kolom Bobot dan Pilihan Jawaban, dengan baris berbobot dan butir di bawahnya.".to_owned(),
        Unreadable::Weight { cell, text, title } => format!("{cell}: bobot “{text}” untuk “{title}” bukan angka. Tulis seperti 17,5."),
        Unreadable::Worksheet { cell, why } => format!("Lembar kerjanya tidak dapat dipakai. {}{}", at(cell.as_deref()), t.no_instrument(why)),
    }
}

fn unreadable_en(t: &Texts, of: &Unreadable) -> String {
    match of {
        Unreadable::NotXlsx => "This is no XLSX workbook. Save it as .xlsx in your spreadsheet program, then take that.".to_owned(),
        Unreadable::Encrypted => "This workbook has a password. Save a copy without one, and take the copy.".to_owned(),
        Unreadable::OldXls => "This is an old .xls workbook. Open it and save it as .xlsx.".to_owned(),
        Unreadable::TooLarge { cell: Some(cell) } => format!("It is too large for a worksheet, from {cell} on. Delete what stands there and below, or save the sheet alone."),
        Unreadable::TooLarge { cell: None } => "It is too large for a worksheet. Save a copy with the sheet alone.".to_owned(),
        Unreadable::Damaged { part: Some(part) } => format!("This workbook is damaged in its part {part}. Open it in your spreadsheet program and save it anew."),
        Unreadable::Damaged { part: None } => "This workbook is damaged. Open it in your spreadsheet program and save it anew.".to_owned(),
        Unreadable::NoWorksheet => "There is no worksheet in it: a worksheet has the columns Bobot and Pilihan Jawaban, with weighted rows and items below.".to_owned(),
        Unreadable::Weight { cell, text, title } => format!("{cell}: the weight “{text}” of “{title}” is no number. Write it like 17.5."),
        Unreadable::Worksheet { cell, why } => format!("The worksheet can’t be used. {}{}", at(cell.as_deref()), t.no_instrument(why)),
    }
}

fn at(cell: Option<&str>) -> String {
    cell.map(|cell| format!("{cell}: ")).unwrap_or_default()
}

fn no_instrument_id(error: &InstrumentError) -> String {
    match error {
        InstrumentError::Unreadable(_) => {
            "Dokumennya bukan instrumen yang dapat dibaca. Ambil lagi dari sumbernya.".to_owned()
        }
        InstrumentError::Format(format) => {
            format!("Versi Bukti ini belum mengenal format {format}. Perbarui Bukti.")
        }
        InstrumentError::TooLarge => {
            "Instrumennya lebih dari 2 MB. Persingkat kriteria atau dokumennya.".to_owned()
        }
        InstrumentError::Number { path, text } => {
            format!("{path}: “{text}” bukan angka dari 0 sampai sejuta. Tulis seperti 17,5.")
        }
        InstrumentError::AnswerType { path, name } => {
            format!("{path}: jenis jawaban “{name}” belum dikenal atau belum lengkap.")
        }
        InstrumentError::Code { path } => {
            format!("{path}: kodenya terlalu panjang. Persingkat kodenya.")
        }
        InstrumentError::TooDeep { path } => {
            format!("{path}: susunannya terlalu dalam untuk lembar kerja.")
        }
        InstrumentError::Threshold { name } => {
            format!("Ambang {name} menyebut yang tidak ada di lembar kerja ini.")
        }
        InstrumentError::Gate { path, gate } => {
            format!("{path}: ketergantungannya menyebut “{gate}”, yang tidak ada di sini.")
        }
        InstrumentError::GateAnswer { path, gate, answer } => {
            format!(
                "{path}: ketergantungannya menunggu “{answer}”, yang bukan jawaban untuk {gate}."
            )
        }
        InstrumentError::GateCycle { paths } => {
            format!(
                "Ketergantungannya berputar: {}. Hapus salah satunya.",
                paths.join(" → ")
            )
        }
        InstrumentError::Becomes { old, new } => {
            format!("{old} disebut menjadi “{new}”, yang tidak ada di sini.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{EN, ID};
    use model::instrument::BadKind;
    use model::reject::Rejection;
    use model::wire::ProblemCode;

    fn all() -> Vec<Why> {
        let text = || "A.I".to_owned();
        let documents = [
            InstrumentError::Unreadable(text()),
            InstrumentError::Format(9),
            InstrumentError::TooLarge,
            InstrumentError::Number {
                path: text(),
                text: text(),
            },
            InstrumentError::AnswerType {
                path: text(),
                name: text(),
            },
            InstrumentError::Code { path: text() },
            InstrumentError::TooDeep { path: text() },
            InstrumentError::Threshold { name: text() },
            InstrumentError::Gate {
                path: text(),
                gate: text(),
            },
            InstrumentError::GateAnswer {
                path: text(),
                gate: text(),
                answer: text(),
            },
            InstrumentError::GateCycle {
                paths: vec![text(), text()],
            },
            InstrumentError::Becomes {
                old: text(),
                new: text(),
            },
        ];
        let others = [
            Why::NoAdmin,
            Why::OtherOffice,
            Why::Rule(Rejection::ForeignOffice),
            Why::Draft(text()),
            Why::Closed(text()),
            Why::Past(BadPast::Source),
            Why::Kind(BadKind),
        ];
        documents
            .into_iter()
            .map(Why::Instrument)
            .chain(others)
            .collect()
    }

    #[test]
    fn every_reason_is_a_sentence_in_either_language() {
        for why in all() {
            let of = Refused {
                code: ProblemCode::Refused,
                retry_after_s: None,
                why: Some(why),
            };
            // It goes over the wire and comes back the same.
            let sent = serde_json::to_string(&of).unwrap();
            assert_eq!(serde_json::from_str::<Refused>(&sent).unwrap(), of);
            let (id, en) = (ID.refused(&of), EN.refused(&of));
            assert!(id.ends_with('.') && en.ends_with('.'), "{id} | {en}");
            assert_ne!(id, en);
            let english = [" the ", " is ", " no ", " not ", " it "];
            assert!(!english.iter().any(|word| id.contains(word)), "{id}");
        }
    }

    #[test]
    fn what_has_no_reason_of_its_own_is_said_by_its_kind() {
        // As the server writes it, with words for curious people.
        let text = r#"{"code":"forbidden","message":"this office is not yours"}"#;
        let of: Refused = serde_json::from_str(text).unwrap();
        assert!(
            ID.refused(&of)
                .starts_with("Peran Anda tidak membuka bagian ini.")
        );
    }
}
