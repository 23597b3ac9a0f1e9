//! Words of one item's page.

use super::riwayat::{self, Did};

/// What the page says.
pub struct Butir {
    /// Heading of the answer.
    pub answer: &'static str,
    /// Who answered, and when.
    pub filled_by: fn(&str, &str) -> String,
    /// Nobody yet.
    pub unfilled: &'static str,
    /// What the criteria are for (screen readers).
    pub choose: &'static str,
    /// Why the one who reads may not answer.
    pub locked: &'static str,
    /// The cycle takes no more work.
    pub closed: &'static str,
    /// Label of a typed percentage.
    pub percent: &'static str,
    /// How to type it.
    pub percent_help: &'static str,
    /// How to type a number.
    pub number_help: &'static str,
    /// Label of a typed number, with its maximum.
    pub number: fn(&str) -> String,
    /// It is no answer.
    pub bad_number: fn(&str) -> String,
    /// What a percentage is made of.
    pub counts: &'static str,
    /// Behind a row's title: the part that it plays.
    pub count_part: fn(&str) -> String,
    /// States the counts.
    pub save_counts: &'static str,
    /// They are stated.
    pub counts_saved: &'static str,
    /// The value that follows from them, in per cent.
    pub counted: fn(&str) -> String,
    /// They agree with the typed percentage.
    pub counts_agree: &'static str,
    /// They differ from the typed percentage: what they give.
    pub counts_differ: fn(&str) -> String,
    /// The whole is empty.
    pub no_whole: &'static str,
    /// The whole is 0.
    pub zero_whole: &'static str,
    /// The part is empty.
    pub no_part: &'static str,
    /// The worksheet doesn't say which row is which.
    pub no_roles: &'static str,
    /// What is typed is no number.
    pub no_number: &'static str,
    /// The next better answer adds so much: answer and gain.
    pub better: fn(&str, &str) -> (String, String, String),
    /// What evidence would add: gain.
    pub evidence_adds: fn(&str) -> (String, String),
    /// What is still missing for it.
    pub lacks: fn(&str) -> String,
    /// One piece of evidence is enough.
    pub lacks_one: &'static str,
    /// Nothing done here adds anything while a gate is closed: paths of what it depends on.
    pub behind: fn(&str) -> String,
    /// The answer was changed (toast).
    pub changed: fn(&str) -> String,
    /// Empties the answer.
    pub clear: &'static str,
    /// The answer was emptied (toast).
    pub cleared: &'static str,
    /// Heading of the note.
    pub note: &'static str,
    /// Its placeholder.
    pub note_hint: &'static str,
    /// The note was kept (toast).
    pub note_kept: &'static str,
    /// Heading of the evidence.
    pub evidence: &'static str,
    /// There is none: what to do.
    pub evidence_none: &'static str,
    /// How to add some.
    pub evidence_how: &'static str,
    /// What was captured just now: which document is it, by its title.
    pub what_is_this: fn(&str) -> String,
    /// The choice before any.
    pub choose_document: &'static str,
    /// It is said later.
    pub say_later: &'static str,
    /// Heading of the required documents.
    pub documents: &'static str,
    /// So many of so many are there.
    pub documents_count: fn(usize, usize) -> String,
    /// A document that is there.
    pub fulfilled: &'static str,
    /// A document whose evidence isn't complete.
    pub incomplete: &'static str,
    /// A document that doesn't apply: reason.
    pub waived: fn(&str) -> String,
    /// A document that is missing.
    pub lacking: &'static str,
    /// Chooses the evidence that fulfils a document.
    pub fulfil: &'static str,
    /// Name of that control for a document.
    pub fulfil_which: fn(&str) -> String,
    /// Nothing is chosen.
    pub fulfil_none: &'static str,
    /// Says that a document doesn't apply.
    pub waive: &'static str,
    /// Its sheet's title.
    pub waive_title: &'static str,
    /// Label of the reason.
    pub waive_reason: &'static str,
    /// What the reason is for.
    pub waive_help: &'static str,
    /// It was waived (toast).
    pub waive_done: &'static str,
    /// It applies after all.
    pub unwaive: &'static str,
    /// It was taken back (toast).
    pub unwaive_done: &'static str,
    /// It was chosen (toast).
    pub fulfil_done: &'static str,
    /// Heading of the verdict.
    pub verdict: &'static str,
    /// Accepted.
    pub accepted: &'static str,
    /// Adjusted to an answer.
    pub adjusted: fn(&str) -> String,
    /// Returned.
    pub returned: &'static str,
    /// It no longer fits what it judged.
    pub stale: &'static str,
    /// Who judges.
    pub assessor: fn(&str) -> String,
    /// Heading of the tasks.
    pub tasks: &'static str,
    /// There is none.
    pub no_tasks: &'static str,
    /// Button, and heading of its sheet.
    pub new_task: &'static str,
    /// Label of what is to be done.
    pub task_title: &'static str,
    /// An example of it.
    pub task_example: &'static str,
    /// Label of who is to do it.
    pub task_to: &'static str,
    /// Nobody is chosen yet.
    pub choose_person: &'static str,
    /// Label of the last day.
    pub task_due: &'static str,
    /// Button.
    pub give_task: &'static str,
    /// It was given.
    pub task_given: &'static str,
    /// Of the pieces: sent, on this device, on another one, refused; nothing for none.
    pub files: fn([usize; 4]) -> Option<String>,
    /// Heading of the conversation.
    pub talk: &'static str,
    /// Label of the comment.
    pub comment: &'static str,
    /// Waits for a signal.
    pub comment_waits: &'static str,
    /// Heading of the history.
    pub history: &'static str,
    /// Only this device's own is shown.
    pub history_own: &'static str,
    /// It couldn't be fetched.
    pub history_off: &'static str,
    /// Nothing yet.
    pub history_none: &'static str,
    /// Only here.
    pub only_here: fn(&str) -> String,
    /// What happened, in the history.
    pub did: Did,
    /// Between two answers.
    pub or: &'static str,
    /// Heading of a conflict.
    pub conflict: &'static str,
    /// What it means and what to do.
    pub conflict_why: &'static str,
    /// Takes a person's answer.
    pub take_theirs: fn(&str) -> String,
    /// Takes my answer.
    pub take_mine: &'static str,
    /// What counts until then.
    pub conflict_counts: fn(&str) -> String,
    /// It was settled (toast).
    pub settled: &'static str,
    /// An emptied answer.
    pub empty_answer: &'static str,
    /// There is no such item: title.
    pub no_item: &'static str,
    /// Why.
    pub no_item_why: &'static str,
    /// Sheet of a link: title.
    pub link_title: &'static str,
    /// Label of the address.
    pub link: &'static str,
    /// It is no address.
    pub link_bad: &'static str,
    /// Label of what it is.
    pub link_name: &'static str,
    /// Sheet of a note: title.
    pub note_title: &'static str,
    /// Label of the note's text.
    pub note_text: &'static str,
    /// So many were kept as evidence (toast).
    pub captured: fn(usize) -> String,
    /// A file couldn't be kept.
    pub capture_failed: fn(&str) -> String,
    /// Which document a new piece of evidence fulfils.
    pub which_document: &'static str,
    /// None of them in particular.
    pub which_none: &'static str,
    /// Deleted and written at once.
    pub contested: &'static str,
}

/// "3 sent, 1 refused": those that there are.
fn some(counts: [usize; 4], words: [&str; 4]) -> Option<String> {
    let all = counts.into_iter().zip(words);
    let there = all.filter(|(count, _)| *count > 0);
    let said: Vec<String> = there
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Indonesian.
pub static ID: Butir = Butir {
    answer: "Jawaban",
    filled_by: |who, when| format!("diisi {who} · {when}"),
    unfilled: "belum diisi",
    choose: "Pilih kriteria",
    locked: "Anda tidak mengisi area ini.",
    closed: "Siklus ini sudah ditutup. Isinya tinggal dilihat.",
    percent: "Persentase",
    percent_help: "Ketik misalnya 87,5. Paling tinggi dihitung 100.",
    number_help: "Ketik misalnya 3,6.",
    number: |max| format!("Nilai, 0 sampai {max}"),
    bad_number: |max| format!("Ini bukan nilai. Ketik angka dari 0 sampai {max}."),
    counts: "Dihitung dari",
    count_part: |part| match part {
        "seluruh" => " (pembagi)".to_owned(),
        "sisa" => " (yang tersisa)".to_owned(),
        "lewati" => " (tidak ikut dihitung)".to_owned(),
        _ => String::new(),
    },
    save_counts: "Simpan hitungan",
    counts_saved: "Hitungan tersimpan",
    counted: |value| format!("Terhitung {value} %."),
    counts_agree: "Cocok dengan persentase yang diketik.",
    counts_differ: |value| {
        format!(
            "Menurut hitungan {value} %, berbeda dari persentase yang diketik. Yang diketik yang dipakai."
        )
    },
    no_whole: "Pembaginya belum diisi: butir ini belum terjawab.",
    zero_whole: "Pembaginya 0: tidak dapat dihitung, jadi butir ini belum terjawab. Ketik persentasenya bila memang ada.",
    no_part: "Yang dihitung belum diisi: butir ini belum terjawab.",
    no_roles: "Lembar kerja tidak menyatakan apa dibagi apa: ketik persentasenya.",
    no_number: "Tulis angka, misalnya 12.",
    better: |answer, gain| {
        (
            format!("Ke {answer} menambah "),
            gain.to_owned(),
            ".".to_owned(),
        )
    },
    evidence_adds: |gain| ("Bukti yang lengkap menambah ".to_owned(), gain.to_owned()),
    lacks: |what| format!("Yang kurang: {what}."),
    lacks_one: "Satu bukti sudah cukup.",
    behind: |paths| format!("Sekarang belum menambah nilai: bergantung pada {paths}."),
    changed: |answer| format!("Jawaban menjadi {answer}"),
    clear: "Kosongkan jawaban",
    cleared: "Jawaban dikosongkan",
    note: "Catatan",
    note_hint: "Apa yang perlu diketahui asesor?",
    note_kept: "Catatan disimpan",
    evidence: "Bukti",
    evidence_none: "Belum ada bukti.",
    evidence_how: "Ambil foto, pilih berkas, atau tulis catatan di bawah.",
    what_is_this: |title| format!("“{title}” dokumen yang mana?"),
    choose_document: "Pilih, atau lewati",
    say_later: "Lewati, dijawab nanti",
    documents: "Yang diminta",
    documents_count: |there, all| format!("{there} dari {all}"),
    fulfilled: "Ada",
    incomplete: "Ada, belum lengkap di server",
    waived: |reason| format!("Tidak berlaku: {reason}"),
    lacking: "Belum ada",
    fulfil: "Pilih bukti",
    fulfil_which: |document| format!("Bukti untuk {document}"),
    fulfil_none: "Belum dipilih",
    waive: "Tidak berlaku",
    waive_title: "Dokumen ini tidak berlaku?",
    waive_reason: "Alasannya",
    waive_help: "Dibaca asesor bersama jawaban Anda.",
    waive_done: "Dokumen ditandai tidak berlaku",
    unwaive: "Berlaku lagi",
    unwaive_done: "Dokumen berlaku lagi",
    fulfil_done: "Bukti dipilih untuk dokumen ini",
    verdict: "Kata asesor",
    accepted: "Diterima",
    adjusted: |answer| format!("Disesuaikan menjadi {answer}"),
    returned: "Dikembalikan",
    stale: "Putusan usang: jawaban atau bukti berubah sejak itu.",
    assessor: |name| format!("{name}, asesor"),
    tasks: "Tugas",
    no_tasks: "Belum ada tugas untuk butir ini. Beri seseorang tugas, misalnya mengumpulkan bukti yang kurang.",
    new_task: "Beri tugas",
    task_title: "Yang harus dikerjakan",
    task_example: "Foto daftar hadir rapat TW III",
    task_to: "Untuk",
    choose_person: "Pilih orang",
    task_due: "Paling lambat",
    give_task: "Beri tugas ini",
    task_given: "Tugas diberikan",
    files: |counts| {
        some(
            counts,
            [
                "terkirim",
                "di perangkat ini",
                "di perangkat lain",
                "ditolak",
            ],
        )
    },
    talk: "Percakapan",
    comment: "Tulis tanggapan",
    comment_waits: "belum terkirim",
    history: "Riwayat",
    history_own: "Luring: yang dari perangkat ini saja.",
    history_off: "Riwayat lengkap memerlukan sinyal.",
    history_none: "Belum ada yang terjadi di sini.",
    only_here: |here| format!("di {here}"),
    did: riwayat::ID,
    or: "atau",
    conflict: "Dua jawaban berbeda",
    conflict_why: "Bagian ini diisi tanpa saling melihat. Pilih satu. Yang lain tetap tersimpan di riwayat.",
    take_theirs: |who| format!("Pakai jawaban {who}"),
    take_mine: "Pakai jawaban saya",
    conflict_counts: |points| {
        format!(
            "Sampai ada yang memilih, yang dihitung nilai terendah: {points}. Semua bukti tetap terlampir."
        )
    },
    settled: "Jawaban dipilih",
    empty_answer: "Kosong",
    no_item: "Butir ini tidak ada di lembar kerja",
    no_item_why: "Mungkin tautannya dari siklus lain. Buka LKE untuk mencarinya.",
    link_title: "Tautan sebagai bukti",
    link: "Alamat",
    link_bad: "Ini bukan alamat web. Alamat diawali https://",
    link_name: "Judul",
    note_title: "Catatan sebagai bukti",
    note_text: "Isi catatan",
    captured: |count| match count {
        1 => "Tersimpan sebagai bukti".to_owned(),
        count => format!("{count} berkas tersimpan sebagai bukti"),
    },
    capture_failed: |why| format!("Berkas belum tersimpan: {why}"),
    which_document: "Memenuhi",
    which_none: "Bukti pendukung lain",
    contested: "Ada yang menghapus saat yang lain menulis. Isinya dikembalikan.",
};

/// English.
pub static EN: Butir = Butir {
    answer: "Answer",
    filled_by: |who, when| format!("by {who} · {when}"),
    unfilled: "not answered yet",
    choose: "Choose a criterion",
    locked: "You don’t answer for this area.",
    closed: "This cycle is closed. What is in it can only be looked at.",
    percent: "Percentage",
    percent_help: "Type for example 87.5. At most 100 counts.",
    number_help: "Type for example 3.6.",
    number: |max| format!("Value, 0 to {max}"),
    bad_number: |max| format!("This is no value. Type a number from 0 to {max}."),
    counts: "Counted from",
    count_part: |part| match part {
        "seluruh" => " (the whole)".to_owned(),
        "sisa" => " (what is left)".to_owned(),
        "lewati" => " (not counted)".to_owned(),
        _ => String::new(),
    },
    save_counts: "Save counts",
    counts_saved: "Counts saved",
    counted: |value| format!("That makes {value} %."),
    counts_agree: "They agree with the typed percentage.",
    counts_differ: |value| {
        format!(
            "The counts make {value} %, which differs from the typed percentage. The typed one counts."
        )
    },
    no_whole: "The whole is empty: the item is unanswered.",
    zero_whole: "The whole is 0: nothing can be computed, so the item is unanswered. Type the percentage if there is one.",
    no_part: "What is counted is empty: the item is unanswered.",
    no_roles: "The worksheet doesn’t say what is divided by what: type the percentage.",
    no_number: "Write a number, as 12.",
    better: |answer, gain| {
        (
            format!("{answer} would add "),
            gain.to_owned(),
            ".".to_owned(),
        )
    },
    evidence_adds: |gain| ("Complete evidence would add ".to_owned(), gain.to_owned()),
    lacks: |what| format!("Missing: {what}."),
    lacks_one: "One piece of evidence is enough.",
    behind: |paths| format!("This adds nothing yet: it depends on {paths}."),
    changed: |answer| format!("Answer is now {answer}"),
    clear: "Empty the answer",
    cleared: "Answer emptied",
    note: "Note",
    note_hint: "What should the assessor know?",
    note_kept: "Note kept",
    evidence: "Evidence",
    evidence_none: "No evidence yet.",
    evidence_how: "Take a picture, choose a file, or write a note below.",
    what_is_this: |title| format!("Which document is “{title}”?"),
    choose_document: "Choose, or skip",
    say_later: "Skip, answer later",
    documents: "What is asked for",
    documents_count: |there, all| format!("{there} of {all}"),
    fulfilled: "There",
    incomplete: "There, not complete on the server",
    waived: |reason| format!("Doesn’t apply: {reason}"),
    lacking: "Missing",
    fulfil: "Choose evidence",
    fulfil_which: |document| format!("Evidence for {document}"),
    fulfil_none: "Not chosen",
    waive: "Doesn’t apply",
    waive_title: "This document doesn’t apply?",
    waive_reason: "The reason",
    waive_help: "The assessor reads it with your answer.",
    waive_done: "Document marked as not applying",
    unwaive: "Applies again",
    unwaive_done: "Document applies again",
    fulfil_done: "Evidence chosen for this document",
    verdict: "The assessor’s word",
    accepted: "Accepted",
    adjusted: |answer| format!("Adjusted to {answer}"),
    returned: "Returned",
    stale: "Stale verdict: answer or evidence changed since.",
    assessor: |name| format!("{name}, assessor"),
    tasks: "Tasks",
    no_tasks: "No task about this item yet. Give somebody one, such as gathering the evidence that is missing.",
    new_task: "Give a task",
    task_title: "What is to be done",
    task_example: "Photograph the attendance list of the Q3 meeting",
    task_to: "For",
    choose_person: "Choose a person",
    task_due: "By",
    give_task: "Give this task",
    task_given: "Task given",
    files: |counts| {
        some(
            counts,
            ["sent", "on this device", "on another device", "refused"],
        )
    },
    talk: "Conversation",
    comment: "Write a reply",
    comment_waits: "not sent yet",
    history: "History",
    history_own: "Offline: only what this device did.",
    history_off: "The full history needs a signal.",
    history_none: "Nothing has happened here yet.",
    only_here: |here| format!("on {here}"),
    did: riwayat::EN,
    or: "or",
    conflict: "Two different answers",
    conflict_why: "This was filled in without seeing each other. Choose one. The other stays in the history.",
    take_theirs: |who| format!("Take {who}’s answer"),
    take_mine: "Take my answer",
    conflict_counts: |points| {
        format!(
            "Until somebody chooses, the lowest value counts: {points}. All evidence stays attached."
        )
    },
    settled: "Answer chosen",
    empty_answer: "Empty",
    no_item: "This item isn’t in the worksheet",
    no_item_why: "Perhaps the link is from another cycle. Open the worksheet to find it.",
    link_title: "A link as evidence",
    link: "Address",
    link_bad: "This is no web address. An address begins with https://",
    link_name: "Title",
    note_title: "A note as evidence",
    note_text: "The note",
    captured: |count| match count {
        1 => "Kept as evidence".to_owned(),
        count => format!("{count} files kept as evidence"),
    },
    capture_failed: |why| format!("The file isn’t kept yet: {why}"),
    which_document: "Fulfils",
    which_none: "Other supporting evidence",
    contested: "Somebody deleted this while somebody else wrote. It is back.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_there_is_is_said_of_the_pieces() {
        assert_eq!((ID.files)([0; 4]), None);
        let said = (ID.files)([22, 0, 9, 3]);
        assert_eq!(
            said.as_deref(),
            Some("22 terkirim, 9 di perangkat lain, 3 ditolak")
        );
    }
}
