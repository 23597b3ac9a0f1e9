//! The people of the demo: four offices that matter, one that hasn't begun, and every role.

use model::directory::Role;
use model::id::{OfficeId, PersonId};

/// The password of every demo person. It is public: a server with demo people listens on localhost only.
pub const PASSWORD: &str = "sawah-4821-kopi";

/// An office of the demo.
pub struct Place {
    /// Short name within the demo; its id follows from it.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The key of the office above it.
    pub parent: Option<&'static str>,
    /// What sort of office.
    pub kind: &'static str,
}

/// The offices, parents first.
pub const OFFICES: &[Place] = &[
    place("ri", "KPU Republik Indonesia", None, "pusat"),
    place("jatim", "KPU Provinsi Jawa Timur", Some("ri"), "provinsi"),
    place(
        TRENGGALEK,
        "KPU Kabupaten Trenggalek",
        Some("jatim"),
        "kabupaten",
    ),
    place(PACITAN, "KPU Kabupaten Pacitan", Some("jatim"), "kabupaten"),
    place(
        "situbondo",
        "KPU Kabupaten Situbondo",
        Some("jatim"),
        "kabupaten",
    ),
];

/// The office whose year the demo tells.
pub const TRENGGALEK: &str = "trenggalek";
/// A neighbour, foreign to Trenggalek's people.
pub const PACITAN: &str = "pacitan";

const fn place(
    key: &'static str,
    name: &'static str,
    parent: Option<&'static str>,
    kind: &'static str,
) -> Place {
    Place {
        key,
        name,
        parent,
        kind,
    }
}

/// A person of the demo.
pub struct Someone {
    /// The name they sign in with; their id follows from it.
    pub login: &'static str,
    /// What people call them.
    pub name: &'static str,
    /// Their post.
    pub post: &'static str,
    /// Key of their office.
    pub office: &'static str,
    /// Roles for that office, each perhaps for one area.
    pub roles: &'static [(Role, Option<&'static str>)],
}

/// The people, office by office.
pub const PEOPLE: &[Someone] = &[
    Someone {
        login: "siti",
        name: "Siti Nurhayati",
        post: "Staf Perencanaan, Data, dan Informasi",
        office: TRENGGALEK,
        roles: &[
            (Role::Anggota, Some("manajemen-perubahan")),
            (Role::Anggota, Some("tata-laksana")),
            (Role::AgenPerubahan, Some("manajemen-perubahan")),
        ],
    },
    Someone {
        login: "agus",
        name: "Agus Prasetyo",
        post: "Sekretaris",
        office: TRENGGALEK,
        roles: &[(Role::Ketua, None)],
    },
    Someone {
        login: "rina",
        name: "Rina Wulandari",
        post: "Kasubbag Teknis Penyelenggaraan dan Hupmas",
        office: TRENGGALEK,
        roles: &[
            (Role::Anggota, Some("pelayanan-publik")),
            (Role::Anggota, Some("manajemen-perubahan")),
            (Role::AgenPerubahan, Some("pelayanan-publik")),
        ],
    },
    Someone {
        login: "bambang",
        name: "Bambang Sulistyo",
        post: "Kasubbag Keuangan, Umum, dan Logistik",
        office: TRENGGALEK,
        roles: &[(Role::Anggota, Some("akuntabilitas"))],
    },
    Someone {
        login: "dwi",
        name: "Dwi Hartono",
        post: "Kasubbag Perencanaan, Data, dan Informasi",
        office: TRENGGALEK,
        roles: &[
            (Role::Anggota, Some("tata-laksana")),
            (Role::AgenPerubahan, Some("tata-laksana")),
        ],
    },
    Someone {
        login: "endah",
        name: "Endah Kusumawati",
        post: "Kasubbag Hukum dan SDM",
        office: TRENGGALEK,
        roles: &[
            (Role::Anggota, Some("manajemen-sdm")),
            (Role::AgenPerubahan, Some("manajemen-sdm")),
        ],
    },
    Someone {
        login: "fajar",
        name: "Fajar Ramadhan",
        post: "Staf Hukum dan SDM",
        office: TRENGGALEK,
        roles: &[(Role::Anggota, Some("pengawasan"))],
    },
    Someone {
        login: "tri",
        name: "Tri Lestari",
        post: "Staf Keuangan, Umum, dan Logistik",
        office: TRENGGALEK,
        roles: &[(Role::Anggota, Some("akuntabilitas"))],
    },
    Someone {
        login: "hasan",
        name: "Muhammad Hasan",
        post: "Ketua KPU",
        office: TRENGGALEK,
        roles: &[(Role::Pengarah, None)],
    },
    Someone {
        login: "yuliana",
        name: "Yuliana Kartikasari",
        post: "Kasubbag Perencanaan",
        office: "jatim",
        roles: &[(Role::Admin, None)],
    },
    Someone {
        login: "hendra",
        name: "Hendra Wijaya",
        post: "Auditor",
        office: "jatim",
        roles: &[(Role::Asesor, None)],
    },
    Someone {
        login: "ratna",
        name: "Ratna Permatasari",
        post: "Analis Reformasi Birokrasi",
        office: "ri",
        roles: &[(Role::Pemantau, None)],
    },
    Someone {
        login: "joko",
        name: "Joko Susilo",
        post: "Sekretaris",
        office: PACITAN,
        roles: &[(Role::Ketua, None)],
    },
    Someone {
        login: "maya",
        name: "Maya Anggraini",
        post: "Staf Perencanaan, Data, dan Informasi",
        office: PACITAN,
        roles: &[(Role::Anggota, Some("manajemen-perubahan"))],
    },
];

/// The id of the demo office with that key.
#[must_use]
pub fn office(key: &str) -> OfficeId {
    OfficeId::derived(&["demo", "kantor", key])
}

/// The id of the demo person with that login.
#[must_use]
pub fn person(login: &str) -> PersonId {
    PersonId::derived(&["demo", "orang", login])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_played() {
        for role in Role::ALL {
            let played = PEOPLE
                .iter()
                .any(|who| who.roles.iter().any(|(has, _)| *has == role));
            assert!(played, "{role:?}");
        }
    }

    #[test]
    fn parents_come_first() {
        for (n, place) in OFFICES.iter().enumerate() {
            let above = |parent| OFFICES[..n].iter().any(|other| other.key == parent);
            assert!(place.parent.is_none_or(above), "{}", place.key);
        }
        for who in PEOPLE {
            assert!(OFFICES.iter().any(|place| place.key == who.office));
        }
    }
}
