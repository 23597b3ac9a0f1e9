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
}

/// Indonesian.
pub static ID: Capture = Capture {
    title: "Tambah bukti",
    camera: "Kamera",
    gallery: "Galeri",
    file: "Berkas",
    link: "Tautan",
    note: "Catatan",
};

/// English.
pub static EN: Capture = Capture {
    title: "Add evidence",
    camera: "Camera",
    gallery: "Gallery",
    file: "File",
    link: "Link",
    note: "Note",
};
