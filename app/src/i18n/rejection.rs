//! Words for every refusal and every trouble: what happened, and what can be done about it.

use std::borrow::Cow;

use model::limits::EVIDENCE_PER_ITEM_MAX;
use model::reject::{Rejection, Waiting};
use model::sync::store::StoreError;
use model::wire::ProblemCode;

/// A cause and a cure, each a sentence or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What happened and why.
    pub cause: Cow<'static, str>,
    /// What can be done.
    pub cure: Cow<'static, str>,
}

fn say(cause: &'static str, cure: &'static str) -> Said {
    Said {
        cause: cause.into(),
        cure: cure.into(),
    }
}

/// What the app says of refusals and troubles.
pub struct Words {
    /// Of an op that was refused.
    pub op: fn(&Rejection) -> Said,
    /// Of an op that is held because another one was refused.
    pub held: fn() -> Said,
    /// Of an op that waits at the server's word.
    pub waiting: fn(Waiting) -> Said,
    /// Of a whole request, with the seconds after which a next try makes sense.
    pub problem: fn(ProblemCode, Option<u64>) -> Said,
    /// Without a connection.
    pub offline: fn() -> Said,
    /// Of a store that failed otherwise, in the browser's words.
    pub store: fn(&StoreError) -> Said,
}

fn op_id(rejection: &Rejection) -> Said {
    match rejection {
        Rejection::NotYourRole => say(
            "Peran Anda di satker ini tidak boleh melakukannya.",
            "Minta peran itu kepada admin satker, lalu kirim ulang.",
        ),
        Rejection::NotYourArea { area } => Said {
            cause: format!(
                "Ini milik tim area {}, bukan area Anda.",
                (super::umum::ID.area)(area).unwrap_or(area)
            )
            .into(),
            cure:
                "Serahkan kepada tim itu, atau minta areanya kepada admin satker, lalu kirim ulang."
                    .into(),
        },
        Rejection::ForeignOffice => say(
            "Anda tidak lagi bertugas di satker ini.",
            "Ekspor isinya dan serahkan kepada yang bertugas, atau hubungi admin satker.",
        ),
        Rejection::OwnWork => say(
            "Asesor tidak menilai yang pernah ia tulis sendiri.",
            "Minta asesor lain menilainya.",
        ),
        Rejection::NotYourOp => say(
            "Perubahan ini dibuat orang lain, bukan Anda.",
            "Minta pembuatnya masuk di perangkat ini, lalu kirim ulang.",
        ),
        Rejection::CycleClosed => say(
            "Siklus sudah ditutup sebelum perubahan ini tiba.",
            "Hubungi admin satker: ia dapat memberi tenggang, lalu kirim ulang.",
        ),
        Rejection::WrongCycle => say(
            "Perubahan ini tidak menyebut siklus satker ini.",
            "Buka siklus yang benar, lalu buat lagi di sana.",
        ),
        Rejection::BadValue { field } => Said {
            cause: format!("Isian “{field}” tidak dapat memuat nilai itu.").into(),
            cure: "Perbaiki isiannya, lalu simpan lagi.".into(),
        },
        Rejection::BadEdit { field } => Said {
            cause: format!("Isian “{field}” tidak dapat diubah dengan cara itu.").into(),
            cure: "Perbarui aplikasi, lalu ubah lagi.".into(),
        },
        Rejection::WrongRecord => say(
            "Yang diubah sudah ada sebagai hal lain, atau di tempat lain.",
            "Perbarui aplikasi, lalu buat lagi sebagai yang baru.",
        ),
        Rejection::NoParent => say(
            "Kegiatan atau sub kegiatan tempatnya tidak ada lagi.",
            "Pulihkan tempatnya, atau pindahkan ke yang masih ada, lalu kirim ulang.",
        ),
        Rejection::UnknownItem { item } => Said {
            cause: format!("Butir {item} tidak ada di lembar kerja siklus ini.").into(),
            cure: "Pilih butir yang ada di LKE, lalu isi lagi.".into(),
        },
        Rejection::UnknownAnswer { item } => Said {
            cause: format!("Butir {item} tidak mengenal jawaban itu.").into(),
            cure: "Pilih salah satu kriterianya.".into(),
        },
        Rejection::WrongId => say(
            "Nama catatan ini tidak sesuai dengan isinya.",
            "Perbarui aplikasi, lalu isi lagi.",
        ),
        Rejection::NotJudgeable => say(
            "Butir ini belum dapat dinilai: masih ada dua jawaban berbeda, atau berkasnya belum lengkap di server.",
            "Tunggu sampai satker memilih dan berkasnya sampai, lalu nilai lagi.",
        ),
        Rejection::ServerOnly => say(
            "Hanya server yang dapat menyatakan ini.",
            "Lepaskan perubahan ini; tidak ada yang perlu Anda kerjakan.",
        ),
        Rejection::OnlineOnly => say(
            "Satker, orang, peran, dan siklus hanya berubah saat daring.",
            "Minta admin satker mengubahnya.",
        ),
        Rejection::TooLarge { limit } if limit == "EVIDENCE_PER_ITEM_MAX" => Said {
            cause: format!("Satu butir memuat paling banyak {EVIDENCE_PER_ITEM_MAX} bukti, dan butir ini sudah penuh.").into(),
            cure: "Lepaskan dari butir ini bukti yang tidak diperlukan, atau gabungkan beberapa menjadi satu, lalu kirim ulang.".into(),
        },
        Rejection::TooLarge { limit } if limit == "RECORDS_PER_CYCLE_MAX" => say(
            "Siklus ini sudah memuat catatan sebanyak batasnya.",
            "Hubungi admin satker. Isinya tetap ada di sini dan dapat diekspor.",
        ),
        Rejection::TooLarge { .. } => say(
            "Isinya melebihi batas.",
            "Persingkat atau bagi menjadi beberapa, lalu simpan lagi.",
        ),
        Rejection::SameIdOtherBytes => say(
            "Server sudah memiliki perubahan lain dengan nama yang sama.",
            "Ekspor isinya, lalu buat lagi.",
        ),
        Rejection::Malformed => say(
            "Server tidak dapat membaca perubahan ini.",
            "Perbarui aplikasi, lalu kirim ulang. Bila tetap ditolak, ekspor dan kirimkan kepada admin.",
        ),
        _ => say(
            "Server menolak perubahan ini dengan alasan yang belum dikenal versi ini.",
            "Perbarui aplikasi untuk membaca alasannya. Isinya tetap ada di sini.",
        ),
    }
}

fn op_en(rejection: &Rejection) -> Said {
    match rejection {
        Rejection::NotYourRole => say(
            "Your role in this office may not do that.",
            "Ask your office’s admin for the role, then send again.",
        ),
        Rejection::NotYourArea { area } => Said {
            cause: format!(
                "This belongs to the team of {}, not to your area.",
                (super::umum::EN.area)(area).unwrap_or(area)
            )
            .into(),
            cure: "Hand it to that team, or ask your office’s admin for the area, then send again."
                .into(),
        },
        Rejection::ForeignOffice => say(
            "You no longer work in this office.",
            "Export it and hand it to whoever does, or ask the office’s admin.",
        ),
        Rejection::OwnWork => say(
            "An assessor never judges what they wrote themselves.",
            "Ask another assessor.",
        ),
        Rejection::NotYourOp => say(
            "Somebody else made this change.",
            "Ask them to sign in on this device, then send again.",
        ),
        Rejection::CycleClosed => say(
            "The cycle was closed before this change arrived.",
            "Ask your office’s admin for grace, then send again.",
        ),
        Rejection::WrongCycle => say(
            "This change doesn’t name a cycle of this office.",
            "Open the right cycle and make it again there.",
        ),
        Rejection::BadValue { field } => Said {
            cause: format!("The field “{field}” can’t hold this value.").into(),
            cure: "Correct it, then save again.".into(),
        },
        Rejection::BadEdit { field } => Said {
            cause: format!("The field “{field}” can’t be changed that way.").into(),
            cure: "Update the app, then change it again.".into(),
        },
        Rejection::WrongRecord => say(
            "What it changes already exists as something else, or elsewhere.",
            "Update the app, then make it again as a new one.",
        ),
        Rejection::NoParent => say(
            "The activity or sub activity that it belongs to is gone.",
            "Bring that back, or move this to one that exists, then send again.",
        ),
        Rejection::UnknownItem { item } => Said {
            cause: format!("Item {item} isn’t in this cycle’s worksheet.").into(),
            cure: "Choose an item of the worksheet and fill it in again.".into(),
        },
        Rejection::UnknownAnswer { item } => Said {
            cause: format!("Item {item} doesn’t have this answer.").into(),
            cure: "Choose one of its criteria.".into(),
        },
        Rejection::WrongId => say(
            "The record’s name doesn’t follow from its content.",
            "Update the app, then fill it in again.",
        ),
        Rejection::NotJudgeable => say(
            "This item can’t be judged yet: it has two different answers, or a file isn’t complete on the server.",
            "Wait until the office has chosen and its files have arrived, then judge again.",
        ),
        Rejection::ServerOnly => say(
            "Only the server can state this.",
            "Let this change go; there is nothing for you to do.",
        ),
        Rejection::OnlineOnly => say(
            "Offices, people, roles and cycles change only online.",
            "Ask your office’s admin to change it.",
        ),
        Rejection::TooLarge { limit } if limit == "EVIDENCE_PER_ITEM_MAX" => Said {
            cause: format!("An item takes at most {EVIDENCE_PER_ITEM_MAX} pieces of evidence, and this one is full.").into(),
            cure: "Take what isn’t needed off this item, or make one of several, then send again.".into(),
        },
        Rejection::TooLarge { limit } if limit == "RECORDS_PER_CYCLE_MAX" => say(
            "This cycle holds as many records as it may.",
            "Ask your office’s admin. The content stays here and can be exported.",
        ),
        Rejection::TooLarge { .. } => say(
            "It is larger than allowed.",
            "Shorten it or split it, then save again.",
        ),
        Rejection::SameIdOtherBytes => say(
            "The server already has another change with the same name.",
            "Export it, then make it again.",
        ),
        Rejection::Malformed => say(
            "The server can’t read this change.",
            "Update the app, then send again. If it is refused still, export it and send it to the admin.",
        ),
        _ => say(
            "The server refused this change for a reason that this version doesn’t know.",
            "Update the app to read it. The content stays here.",
        ),
    }
}

fn waiting_id(waiting: Waiting) -> Said {
    match waiting {
        Waiting::OlderServer => say(
            "Server belum mengenal jenis perubahan ini.",
            "Dikirim sendiri setelah server diperbarui.",
        ),
        Waiting::UnknownPlace => say(
            "Server baru dipulihkan dan belum mengenal satker, orang, atau siklus ini.",
            "Dikirim sendiri setelah admin membuatnya lagi.",
        ),
        Waiting::HeldDevice => say(
            "Perangkat ini dicabut, jadi kirimannya ditahan.",
            "Hubungi admin satker: ia dapat menerima kiriman perangkat ini.",
        ),
        Waiting::Follows => say(
            "Perubahan yang mendahuluinya ditolak.",
            "Selesaikan yang ditolak itu, atau lepaskan.",
        ),
    }
}

fn waiting_en(waiting: Waiting) -> Said {
    match waiting {
        Waiting::OlderServer => say(
            "The server doesn’t know this kind of change yet.",
            "It goes by itself once the server is updated.",
        ),
        Waiting::UnknownPlace => say(
            "The server was restored and doesn’t know this office, person or cycle yet.",
            "It goes by itself once an admin has made it again.",
        ),
        Waiting::HeldDevice => say(
            "This device was revoked, so what it sends is held.",
            "Ask your office’s admin, who can admit it.",
        ),
        Waiting::Follows => say(
            "The change before it was refused.",
            "Settle the refused one, or let it go.",
        ),
    }
}

fn wait_id(seconds: Option<u64>) -> Cow<'static, str> {
    match seconds {
        None => "Coba lagi beberapa saat lagi.".into(),
        Some(s) if s < 90 => format!("Coba lagi {s} detik lagi.").into(),
        Some(s) => format!("Coba lagi {} menit lagi.", s.div_ceil(60)).into(),
    }
}

fn wait_en(seconds: Option<u64>) -> Cow<'static, str> {
    match seconds {
        None => "Try again in a moment.".into(),
        Some(s) if s < 90 => format!("Try again in {s} seconds.").into(),
        Some(s) => format!("Try again in {} minutes.", s.div_ceil(60)).into(),
    }
}

fn problem_id(code: ProblemCode, retry_after_s: Option<u64>) -> Said {
    match code {
        ProblemCode::WrongPassword => say(
            "Nama pengguna atau kata sandi tidak cocok.",
            "Periksa keduanya, atau minta kata sandi baru kepada admin satker.",
        ),
        ProblemCode::SignedOut => say(
            "Sesi Anda sudah berakhir.",
            "Masuk lagi untuk membaca. Yang belum terkirim tetap dikirim.",
        ),
        ProblemCode::BadSignature => say(
            "Server tidak mengenal tanda tangan perangkat ini.",
            "Masuk lagi supaya perangkat ini terdaftar. Tidak ada yang hilang.",
        ),
        ProblemCode::Forbidden => say(
            "Peran Anda tidak membuka bagian ini.",
            "Minta peran itu kepada admin satker.",
        ),
        ProblemCode::PasswordChange => say(
            "Kata sandi pertama harus diganti dulu.",
            "Pilih kata sandi baru, lalu lanjutkan.",
        ),
        ProblemCode::PasswordTooOld => say(
            "Perangkat hanya dapat didaftarkan dalam sepuluh menit setelah kata sandi dimasukkan.",
            "Masuk lagi.",
        ),
        ProblemCode::NotFound => say(
            "Yang dicari tidak ada, atau tidak ada lagi.",
            "Muat ulang halaman ini.",
        ),
        ProblemCode::OtherPerson => say(
            "Orang lain sudah masuk di peramban ini.",
            "Masuk lagi sebagai diri Anda. Yang belum terkirim tetap tersimpan.",
        ),
        ProblemCode::WrongOffset => say(
            "Kiriman berkas ini sudah sampai di bagian lain.",
            "Dilanjutkan sendiri dari sana.",
        ),
        ProblemCode::TooLarge => say(
            "Isinya terlalu besar.",
            "Berkas paling besar 100 MB. Perkecil atau bagi, lalu coba lagi.",
        ),
        ProblemCode::Locked => say(
            "Berkas ini sedang dikirim dari tempat lain.",
            "Dilanjutkan sendiri setelah itu selesai.",
        ),
        ProblemCode::TooMany => Said {
            cause: "Terlalu banyak percobaan.".into(),
            cure: wait_id(retry_after_s),
        },
        ProblemCode::WrongDigest => say(
            "Isi berkas yang sampai tidak sama dengan yang diambil.",
            "Ambil berkas itu sekali lagi.",
        ),
        ProblemCode::Refused => say(
            "Server tidak menerima jenis berkas atau kata sandi ini.",
            "Pilih yang lain.",
        ),
        ProblemCode::DiskFull => say(
            "Ruang di server habis.",
            "Hubungi admin. Semua yang Anda buat tetap tersimpan di perangkat ini.",
        ),
        ProblemCode::Unavailable => Said {
            cause: "Server sedang sibuk atau baru dimulai.".into(),
            cure: wait_id(retry_after_s),
        },
        ProblemCode::BadRequest => say(
            "Server tidak dapat membaca permintaan ini.",
            "Perbarui aplikasi, lalu coba lagi.",
        ),
        _ => Said {
            cause: "Ada kesalahan di server.".into(),
            cure: wait_id(retry_after_s),
        },
    }
}

fn problem_en(code: ProblemCode, retry_after_s: Option<u64>) -> Said {
    match code {
        ProblemCode::WrongPassword => say(
            "Name or password don’t match.",
            "Check both, or ask your office’s admin for a new password.",
        ),
        ProblemCode::SignedOut => say(
            "Your session has ended.",
            "Sign in again to read. What isn’t sent yet goes on being sent.",
        ),
        ProblemCode::BadSignature => say(
            "The server doesn’t know this device’s signature.",
            "Sign in again, so that the device is registered. Nothing is lost.",
        ),
        ProblemCode::Forbidden => say(
            "Your role doesn’t open this.",
            "Ask your office’s admin for the role.",
        ),
        ProblemCode::PasswordChange => say(
            "The first password must be changed.",
            "Choose a new one, then go on.",
        ),
        ProblemCode::PasswordTooOld => say(
            "A device is registered only within ten minutes of the password.",
            "Sign in again.",
        ),
        ProblemCode::NotFound => say(
            "There is no such thing, or no longer.",
            "Load this page again.",
        ),
        ProblemCode::OtherPerson => say(
            "Somebody else signed in in this browser.",
            "Sign in again as yourself. What isn’t sent yet is kept.",
        ),
        ProblemCode::WrongOffset => say(
            "The upload of this file stands elsewhere.",
            "It goes on from there by itself.",
        ),
        ProblemCode::TooLarge => say(
            "It is too large.",
            "A file has at most 100 MB. Make it smaller or split it, then try again.",
        ),
        ProblemCode::Locked => say(
            "This file is being sent from elsewhere.",
            "It goes on by itself once that is done.",
        ),
        ProblemCode::TooMany => Said {
            cause: "Too many tries.".into(),
            cure: wait_en(retry_after_s),
        },
        ProblemCode::WrongDigest => say(
            "The bytes that arrived aren’t the ones that were captured.",
            "Capture the file once more.",
        ),
        ProblemCode::Refused => say(
            "The server doesn’t take this type of file, or this password.",
            "Choose another.",
        ),
        ProblemCode::DiskFull => say(
            "The server has no room left.",
            "Tell the admin. All that you made is kept on this device.",
        ),
        ProblemCode::Unavailable => Said {
            cause: "The server is busy or just starting.".into(),
            cure: wait_en(retry_after_s),
        },
        ProblemCode::BadRequest => say(
            "The server can’t read this request.",
            "Update the app, then try again.",
        ),
        _ => Said {
            cause: "Something went wrong on the server.".into(),
            cure: wait_en(retry_after_s),
        },
    }
}

/// Indonesian.
pub static ID: Words = Words {
    op: op_id,
    held: || {
        say(
            "Ditahan, karena perubahan sebelumnya yang menjadi dasarnya ditolak.",
            "Perbaiki atau lepaskan perubahan itu dulu.",
        )
    },
    waiting: waiting_id,
    problem: problem_id,
    offline: || {
        say(
            "Server tidak terjangkau dari sini.",
            "Coba lagi saat ada sinyal.",
        )
    },
    store: |error| match error {
        StoreError::Full => say(
            "Ruang di perangkat ini habis, jadi belum tersimpan.",
            "Kosongkan ruang di lembar Sinkronisasi, atau hapus berkas lain di perangkat ini. Lalu simpan lagi.",
        ),
        StoreError::Closing => say(
            "Peramban menutup simpanan Bukti, jadi belum tersimpan.",
            "Isian Anda masih ada di sini. Simpan lagi; bila tetap begini, tutup peramban lalu buka lagi.",
        ),
        StoreError::Blocked => say(
            "Bukti versi lama masih terbuka di tab lain, jadi belum tersimpan.",
            "Tutup tab Bukti yang lain, lalu simpan lagi.",
        ),
        StoreError::TakenOver => say(
            "Bukti versi baru sudah terbuka di tab lain, jadi tab ini tidak bisa menyimpan lagi.",
            "Muat ulang tab ini. Foto atau berkas yang belum tersimpan, ekspor dulu.",
        ),
        StoreError::Deleted => say(
            "Simpanan di perangkat ini dikosongkan dari tab lain, jadi tab ini tidak bisa menyimpan lagi.",
            "Muat ulang tab ini, lalu masuk lagi. Foto atau berkas yang belum tersimpan, ekspor dulu.",
        ),
        StoreError::Newer => say(
            "Data di perangkat ini dari versi Bukti yang lebih baru.",
            "Muat ulang untuk memakai versi itu, lalu simpan lagi. Tidak ada yang dihapus.",
        ),
        StoreError::Damaged => say(
            "Yang baru ditulis tidak sama saat dibaca kembali, jadi tidak dianggap tersimpan.",
            "Coba lagi. Bila tetap begini, penyimpanan perangkat ini mungkin rusak: pakai perangkat lain.",
        ),
        StoreError::Other(why) => Said {
            cause: format!("Peramban tidak dapat menyimpan ({why}).").into(),
            cure: "Isian Anda masih ada di sini. Coba simpan lagi, atau muat ulang.".into(),
        },
    },
};

/// English.
pub static EN: Words = Words {
    op: op_en,
    held: || {
        say(
            "Held, because an earlier change that it rests on was refused.",
            "Repair that one or let it go first.",
        )
    },
    waiting: waiting_en,
    problem: problem_en,
    offline: || {
        say(
            "The server can’t be reached from here.",
            "Try again when there is a signal.",
        )
    },
    store: |error| match error {
        StoreError::Full => say(
            "There is no room left on this device, so it isn’t saved yet.",
            "Free some on the sync sheet, or delete other files on this device. Then save again.",
        ),
        StoreError::Closing => say(
            "The browser closed Bukti’s store, so it isn’t saved yet.",
            "What you typed is still here. Save again; if it stays like this, close the browser and open it again.",
        ),
        StoreError::Blocked => say(
            "An older version of Bukti is still open in another tab, so it isn’t saved yet.",
            "Close the other tabs of Bukti, then save again.",
        ),
        StoreError::TakenOver => say(
            "A newer version of Bukti was opened in another tab, so this tab can’t save any more.",
            "Load this tab anew. Export photos or files first that aren’t saved yet.",
        ),
        StoreError::Deleted => say(
            "The store on this device was emptied from another tab, so this tab can’t save any more.",
            "Load this tab anew, then sign in again. Export photos or files first that aren’t saved yet.",
        ),
        StoreError::Newer => say(
            "The data on this device is from a newer version of Bukti.",
            "Load the page anew to get that version, then save again. Nothing is deleted.",
        ),
        StoreError::Damaged => say(
            "What was just written isn’t the same when it is read back, so it doesn’t count as saved.",
            "Try again. If it stays like this, this device’s storage may be failing: use another one.",
        ),
        StoreError::Other(why) => Said {
            cause: format!("The browser can’t store it ({why}).").into(),
            cure: "What you typed is still here. Save again, or reload.".into(),
        },
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_of_the_store_has_a_cause_and_a_cure_of_its_own() {
        let all = [
            StoreError::Full,
            StoreError::Closing,
            StoreError::Blocked,
            StoreError::TakenOver,
            StoreError::Deleted,
            StoreError::Newer,
            StoreError::Damaged,
            StoreError::Other("AbortError".to_owned()),
        ];
        for words in [&ID, &EN] {
            let mut causes: Vec<_> = all.iter().map(|error| (words.store)(error).cause).collect();
            causes.sort();
            causes.dedup();
            assert_eq!(causes.len(), all.len());
            let tab = |error: &StoreError| {
                let said = (words.store)(error);
                format!("{} {}", said.cause, said.cure).contains("tab")
            };
            // Only where another tab is the cause is one named.
            let of_tabs: Vec<_> = all.iter().filter(|error| tab(error)).collect();
            let tabs = [
                &StoreError::Blocked,
                &StoreError::TakenOver,
                &StoreError::Deleted,
            ];
            assert_eq!(of_tabs, tabs);
        }
    }

    #[test]
    fn an_area_is_said_by_its_name() {
        let rejection = Rejection::NotYourArea {
            area: "tata-laksana".into(),
        };
        assert!((ID.op)(&rejection).cause.contains("Tata Laksana"));
        assert!((EN.op)(&rejection).cause.contains("Business processes"));
    }

    #[test]
    fn a_full_item_is_not_to_be_shortened() {
        let say = |words: &Words, limit: &str| {
            let limit = limit.to_owned();
            (words.op)(&Rejection::TooLarge { limit })
        };
        for (words, shorten) in [(&ID, "Persingkat"), (&EN, "Shorten")] {
            let item = say(words, "EVIDENCE_PER_ITEM_MAX");
            assert!(item.cause.contains("50"), "{}", item.cause);
            let cycle = say(words, "RECORDS_PER_CYCLE_MAX");
            assert_ne!(item, cycle);
            assert!(![item.cure, cycle.cure].iter().any(|c| c.contains(shorten)));
            let op = say(words, "OP_BYTES_MAX");
            assert!(op.cure.contains(shorten), "{}", op.cure);
        }
    }

    #[test]
    fn a_next_try_is_named_in_a_unit_that_fits() {
        let cure = |s| (ID.problem)(ProblemCode::TooMany, Some(s)).cure;
        assert_eq!(cure(30), "Coba lagi 30 detik lagi.");
        assert_eq!(cure(125), "Coba lagi 3 menit lagi.");
    }
}
