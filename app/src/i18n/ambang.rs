//! Words of the editor of awards and of what they ask for.

/// What the editor says.
pub struct Ambang {
    /// Title, over the awards' names.
    pub title: fn(&str) -> String,
    /// What a minimum is.
    pub why: &'static str,
    /// The whole worksheet.
    pub whole: &'static str,
    /// An area, by its name.
    pub area: fn(&str) -> String,
    /// What a worksheet prints that nobody could place.
    pub unsettled: fn(&str) -> String,
    /// Label of the place that it gets.
    pub place: &'static str,
    /// The choice that leaves it without a place.
    pub no_place: &'static str,
    /// Label: points that an award asks of something.
    pub min: fn(&str) -> String,
    /// Label: what a new minimum is about.
    pub of: &'static str,
    /// Label: how many points.
    pub points: &'static str,
    /// Adds it.
    pub add: &'static str,
    /// Label: a new award's name.
    pub name: &'static str,
    /// Adds the award.
    pub add_award: &'static str,
    /// The name is empty or another award's.
    pub wrong_name: &'static str,
    /// No number.
    pub wrong_points: &'static str,
}

/// Indonesian.
pub static ID: Ambang = Ambang {
    title: |awards| match awards {
        "" => "Ambang predikat".to_owned(),
        awards => format!("Ambang predikat: {awards}"),
    },
    why: "Predikat tercapai bila semua ambangnya tercapai. Angkanya poin, bukan persen.",
    whole: "Seluruh lembar kerja",
    area: |area| format!("Area {area}"),
    unsettled: |printed| format!("Belum jelas: {printed}"),
    place: "Ambang ini untuk",
    no_place: "Pilih",
    min: |of| format!("Paling sedikit: {of}"),
    of: "Ambang untuk",
    points: "Poin paling sedikit",
    add: "Tambah ambang",
    name: "Nama predikat, misalnya WBK",
    add_award: "Tambah predikat",
    wrong_name: "Tulis nama yang belum dipakai.",
    wrong_points: "Tulis angka, misalnya 4,8.",
};

/// English.
pub static EN: Ambang = Ambang {
    title: |awards| match awards {
        "" => "Minimums of awards".to_owned(),
        awards => format!("Minimums of awards: {awards}"),
    },
    why: "An award is reached when each of its minimums is. They are points, not per cent.",
    whole: "The whole worksheet",
    area: |area| format!("Area {area}"),
    unsettled: |printed| format!("Not clear: {printed}"),
    place: "This minimum is for",
    no_place: "Choose",
    min: |of| format!("At least: {of}"),
    of: "Minimum for",
    points: "Points at least",
    add: "Add a minimum",
    name: "Award’s name, as WBK",
    add_award: "Add an award",
    wrong_name: "Write a name that no other award has.",
    wrong_points: "Write a number, as 4.8.",
};
