//! Words of the capture bar.

/// The ways to capture evidence.
pub struct Capture {
    /// Name of the bar.
    pub title: &'static str,
    /// Takes a picture.
    pub camera: &'static str,
    /// A picture that exists.
    pub gallery: &'static str,
    /// Any file.
    pub file: &'static str,
    /// A web address.
    pub link: &'static str,
    /// A note.
    pub note: &'static str,
    /// The title of a picture that was just taken, by its moment.
    pub photo_of: fn(&str) -> String,
    /// Why a file couldn't be prepared, by the worker's code: cause and cure.
    pub worker_trouble: fn(&str) -> &'static str,
}

fn worker_id(code: &str) -> &'static str {
    match code {
        "kosong" => "Berkas ini kosong. Pilih berkas lain.",
        "terlalu_besar" => "Berkas ini lebih dari 100 MB. Perkecil atau bagi dulu.",
        "gambar_tak_terbaca" => {
            "Gambar ini tidak dapat dibaca peramban. Simpan sebagai JPEG, lalu pilih lagi."
        }
        "isi_lain" => "Isi berkas tidak sesuai dengan namanya. Periksa, lalu pilih yang benar.",
        "jenis_ditolak" => "Jenis berkas ini tidak diterima. Simpan sebagai PDF, lalu pilih lagi.",
        "memori" => "Memori tidak cukup. Tutup aplikasi lain, lalu ambil lagi.",
        _ => "Berkas ini tidak dapat dibaca. Buka dari tempat asalnya, lalu pilih lagi.",
    }
}

fn worker_en(code: &str) -> &'static str {
    match code {
        "kosong" => "This file is empty. Choose another.",
        "terlalu_besar" => "This file has more than 100 MB. Make it smaller or split it first.",
        "gambar_tak_terbaca" => {
            "The browser can’t read this picture. Save it as JPEG, then choose it again."
        }
        "isi_lain" => "The file isn’t what its name says. Check it, then choose the right one.",
        "jenis_ditolak" => "This type of file isn’t taken. Save it as PDF, then choose it again.",
        "memori" => "There isn’t enough memory. Close other apps, then take it again.",
        _ => "This file can’t be read. Open it where it came from, then choose it again.",
    }
}

/// Indonesian.
pub static ID: Capture = Capture {
    title: "Tambah bukti",
    camera: "Kamera",
    gallery: "Galeri",
    file: "Berkas",
    link: "Tautan",
    note: "Catatan",
    photo_of: |moment| format!("Foto {moment}"),
    worker_trouble: worker_id,
};

/// English.
pub static EN: Capture = Capture {
    title: "Add evidence",
    camera: "Camera",
    gallery: "Gallery",
    file: "File",
    link: "Link",
    note: "Note",
    photo_of: |moment| format!("Photo {moment}"),
    worker_trouble: worker_en,
};
