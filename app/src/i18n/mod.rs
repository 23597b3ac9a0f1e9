//! Words, numbers and dates for people, in Indonesian and English.
//!
//! Every text is a field of a struct that both languages fill in, so that a missing one doesn't
//! compile. Texts with parts are functions. A page's words live in the file of its name.
//!
//! The language holds for as long as a page lives: choosing another one stores it and loads anew, and
//! nothing typed is lost because drafts are kept with every keystroke.

pub mod admin;
pub mod ambang;
pub mod awal;
pub mod banding;
pub mod baris;
pub mod beranda;
pub mod berkas;
pub mod bukti;
pub mod butir;
pub mod coba;
pub mod format;
pub mod hitung;
pub mod instrumen;
pub mod isian;
pub mod jenis;
pub mod kabar;
pub mod lain;
pub mod lampau;
pub mod langkah;
pub mod lepas;
pub mod lke;
pub mod masuk;
pub mod rejection;
pub mod rencana;
pub mod riwayat;
pub mod rusak;
pub mod saya;
pub mod simpanan;
pub mod sinkron;
pub mod tahun;
pub mod tangkap;
mod temuan;
mod tolakan;
pub mod umum;

use leptos::prelude::*;

use crate::{storage, systems};

/// A language that the app speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Locale {
    /// Both, Indonesian first.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// Its code, as in `<html lang>` and in the browser's storage under [`STORAGE_KEY`].
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language of that code; Indonesian for any other.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        if code == "en" { Self::En } else { Self::Id }
    }

    /// Its name in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "Bahasa Indonesia",
            Self::En => "English",
        }
    }

    /// All texts in it.
    #[must_use]
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Id => &ID,
            Self::En => &EN,
        }
    }

    /// The language that this browser remembers; Indonesian where nothing is remembered, and on the
    /// server.
    #[must_use]
    pub fn stored() -> Self {
        storage::text(STORAGE_KEY).map_or(Self::Id, |code| Self::parse(&code))
    }

    /// Remembers this language in the browser. It shows once the page is loaded anew.
    pub fn store(self) {
        // A browser that refuses storage keeps speaking Indonesian; nothing else depends on it.
        storage::set_text(STORAGE_KEY, self.code());
    }
}

/// Where the browser's storage keeps the language; `start.js` reads it too, before the first paint.
pub const STORAGE_KEY: &str = "bukti.bahasa";

/// Everything that the app says: what every page needs, and by its name what one page needs.
pub struct Texts {
    /// The language.
    pub locale: Locale,
    /// What several pages say.
    pub umum: umum::Umum,
    /// Home.
    pub beranda: beranda::Beranda,
}

impl Texts {
    /// This device in the middle of a sentence: `ponsel ini` only where it is one.
    #[must_use]
    pub fn here(&self) -> &'static str {
        self.umum.here[usize::from(!systems::on_phone())]
    }
}

/// Gives each page's words, by the page's name. They aren't fields, so that a page that is loaded later
/// brings its own words.
macro_rules! pages {
    ($($(#[$doc:meta])* $page:ident: $words:ident,)*) => {
        impl Texts {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $page(&self) -> &'static $page::$words {
                    match self.locale {
                        Locale::Id => &$page::ID,
                        Locale::En => &$page::EN,
                    }
                }
            )*
        }
    };
}

pages! {
    /// Refusals and troubles: cause and cure.
    rejection: Words,
    /// Sign-in.
    masuk: Masuk,
    /// The worksheet.
    lke: Lke,
    /// One item.
    butir: Butir,
    /// What-if.
    coba: Coba,
    /// Earlier years.
    lampau: Lampau,
    /// All next steps.
    langkah: Langkah,
    /// The plan.
    rencana: Rencana,
    /// Evidence.
    bukti: Bukti,
    /// Its files.
    berkas: Files,
    /// Whatever is filled in.
    isian: Isian,
    /// The ways to capture.
    tangkap: Capture,
    /// News.
    kabar: Kabar,
    /// The sync sheet.
    sinkron: Sinkron,
    /// What lies on devices.
    simpanan: Simpanan,
    /// What needs its person on another device.
    lain: Lain,
    /// What is let go.
    lepas: Lepas,
    /// The store can't be opened.
    rusak: Rusak,
    /// My account.
    saya: Saya,
    /// The admin page.
    admin: Admin,
    /// What an admin does where nothing is yet.
    awal: Awal,
    /// The instruments.
    instrumen: Instrumen,
    /// The editor of an instrument's lines.
    baris: Baris,
    /// The editor of an instrument's awards.
    ambang: Ambang,
    /// The editor of how an instrument counts.
    hitung: Hitung,
    /// What differs between two versions.
    banding: Banding,
    /// The sort of an office.
    jenis: Jenis,
    /// Past years, as an admin enters them.
    tahun: Tahun,
}

/// Indonesian.
pub static ID: Texts = Texts {
    locale: Locale::Id,
    umum: umum::ID,
    beranda: beranda::ID,
};

/// English.
pub static EN: Texts = Texts {
    locale: Locale::En,
    umum: umum::EN,
    beranda: beranda::EN,
};

/// The texts of the page that is being drawn. Call it in a component's body and move the result (it is
/// a plain reference) into handlers.
#[must_use]
pub fn use_texts() -> &'static Texts {
    use_context::<Locale>()
        .unwrap_or_else(Locale::stored)
        .texts()
}
