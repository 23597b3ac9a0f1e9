//! What doesn't add up in an instrument, and what would settle it.

use model::instrument::{FindingKind, Proposal};

use super::{Locale, Texts};

impl Texts {
    /// What doesn't add up, in words.
    #[must_use]
    pub fn finding(&self, kind: &FindingKind) -> String {
        // The model says it in English.
        if self.locale == Locale::En {
            return format!("{kind}.");
        }
        match kind {
            FindingKind::WeightSum { printed, sum } => format!(
                "Bobot tertulis {}, jumlah anaknya {}.",
                self.quantity(*printed),
                self.quantity(*sum)
            ),
            FindingKind::NoWeight => {
                "Ada butir tanpa bobot di bawah komponen tanpa bobot.".to_owned()
            }
            FindingKind::NoItems => {
                "Tidak ada butir di bawahnya yang dapat meraih bobot ini.".to_owned()
            }
            FindingKind::CodeTwice { code } => format!("Kode {code} ada dua kali."),
            FindingKind::AwardEmpty { award } => {
                format!("{award} tidak meminta apa pun: semua satker akan mendapatnya.")
            }
            FindingKind::ThresholdTooHigh {
                award,
                area,
                min,
                weight,
            } => {
                let area = area.as_ref().map(|area| format!(" dari area {area}"));
                format!(
                    "{award} meminta {} poin{}, yang ada {}.",
                    self.quantity(*min),
                    area.unwrap_or_default(),
                    self.quantity(*weight)
                )
            }
            FindingKind::ThresholdUnknown { award, subject } => {
                format!("{award} menyebut “{subject}”, yang tidak ada di sini.")
            }
            FindingKind::GateUnknown { gate } => {
                format!("Ketergantungan menyebut “{gate}”, yang tidak ada di sini.")
            }
            FindingKind::GateAnswer { gate, answer } => {
                format!("“{answer}” bukan jawaban untuk {gate}.")
            }
            FindingKind::AnswerType { printed } => {
                format!("Jenis jawaban “{printed}” belum dikenal atau belum lengkap.")
            }
            FindingKind::Rows => "Baris Jumlah tidak menyatakan apa dibagi apa.".to_owned(),
            FindingKind::Criterion { answer } => {
                format!("Ada kriteria untuk “{answer}”, yang bukan pilihan jawaban.")
            }
            FindingKind::Number { text } => {
                format!("“{text}” bukan angka dari 0 sampai sejuta.")
            }
            FindingKind::Refused(error) => self.no_instrument(error),
        }
    }

    /// What would settle it, in words.
    #[must_use]
    pub fn proposal(&self, proposal: &Proposal) -> String {
        if self.locale == Locale::En {
            return format!("Proposal: {proposal}.");
        }
        let words = match proposal {
            Proposal::Weight(weight) => format!("tulis bobot {}", self.quantity(*weight)),
            Proposal::Code(code) => format!("tulis kode {code}"),
            Proposal::Minimum(most) => format!("minta paling banyak {}", self.quantity(*most)),
            Proposal::Remove => "hapus, atau sebut yang lain".to_owned(),
            Proposal::AnswerType => "pilih jenis jawaban".to_owned(),
            Proposal::Rows => "tentukan baris keseluruhan dan bagiannya".to_owned(),
            Proposal::WeightOrPlace => "beri komponen bobot, atau pindahkan butirnya".to_owned(),
            Proposal::Items => "tambah butir, atau hapus komponen".to_owned(),
            Proposal::Number => "tulis angka, seperti 17,5".to_owned(),
            Proposal::AsSaid => "betulkan seperti tertulis".to_owned(),
        };
        format!("Usul: {words}.")
    }
}
