//! Words of the sign-in page.

/// What the page says.
pub struct Masuk {
    /// The page's title.
    pub title: &'static str,
    /// The product's sentence.
    pub motto: &'static str,
    /// Label of the name.
    pub login: &'static str,
    /// Label of the password.
    pub password: &'static str,
    /// Signs in.
    pub enter: &'static str,
    /// Who helps with a forgotten password.
    pub forgotten: &'static str,
    /// Title where a first password must be changed.
    pub change_title: &'static str,
    /// Why.
    pub change_why: &'static str,
    /// Label of the present password.
    pub old: &'static str,
    /// Label of the new one.
    pub new: &'static str,
    /// Label of its repetition.
    pub repeat: &'static str,
    /// What a password must be.
    pub rule: &'static str,
    /// It is too short.
    pub too_short: &'static str,
    /// The two differ.
    pub differ: &'static str,
    /// It is the old one.
    pub same: &'static str,
    /// Keeps the new password.
    pub keep: &'static str,
    /// Whose work still waits on this device: title.
    pub waits: fn(usize, &str) -> String,
    /// So much waits until its person signs in.
    pub until_sign_in: fn(usize) -> String,
    /// So many files are kept back by their person.
    pub paused: fn(usize) -> String,
    /// What happens to what goes by itself.
    pub waits_more: &'static str,
    /// Bytes on the device aren't encrypted.
    pub shared: &'static str,
    /// A second person signs in online only.
    pub needs_signal: &'static str,
    /// Install: title.
    pub install: &'static str,
    /// Install: why.
    pub install_why: &'static str,
    /// Installs.
    pub install_do: &'static str,
    /// Below everything.
    pub foot: &'static str,
    /// While the server is asked.
    pub entering: &'static str,
    /// The other language, in itself.
    pub other_language: &'static str,
    /// Shows what a password field hides.
    pub show_password: &'static str,
    /// Hides it again.
    pub hide_password: &'static str,
}

/// Indonesian.
pub static ID: Masuk = Masuk {
    title: "Masuk",
    motto: "Tidak ada nilai tanpa bukti.",
    login: "NIP atau nama pengguna",
    password: "Kata sandi",
    enter: "Masuk",
    forgotten: "Lupa kata sandi? Hubungi admin satker Anda.",
    change_title: "Ganti kata sandi pertama",
    change_why: "Kata sandi pertama diketahui admin yang membuatnya. Pilih kata sandi yang hanya Anda ketahui.",
    old: "Kata sandi sekarang",
    new: "Kata sandi baru",
    repeat: "Kata sandi baru, sekali lagi",
    rule: "Paling sedikit 10 huruf. Kalimat pendek mudah diingat.",
    too_short: "Kata sandi ini kurang dari 10 huruf. Tambahkan satu atau dua kata.",
    differ: "Kedua kata sandi baru tidak sama. Ketik ulang yang kedua.",
    same: "Kata sandi baru sama dengan yang sekarang. Pilih yang lain.",
    keep: "Simpan kata sandi",
    waits: |people, here| match people {
        1 => format!("Pekerjaan seorang rekan menunggu di {here}"),
        people => format!("Pekerjaan {people} rekan menunggu di {here}"),
    },
    until_sign_in: |count| format!("{count} menunggu yang bersangkutan masuk lagi"),
    paused: |count| format!("{count} berkas dijeda pemiliknya"),
    waits_more: "Tetap dikirim dari sini, tanpa perlu masuk lagi. Isinya tidak terlihat oleh Anda.",
    shared: "Yang tersimpan di perangkat ini tidak dienkripsi. Kunci layar perangkat, dan keluar dari perangkat yang dipakai bersama.",
    needs_signal: "Masuk memerlukan sinyal. Setelah itu Bukti dapat dipakai tanpa sinyal.",
    install: "Pasang di layar utama",
    install_why: "Terbuka tanpa sinyal, dan bukti yang diambil tetap tersimpan.",
    install_do: "Pasang",
    foot: "Reformasi Birokrasi",
    entering: "Sedang masuk",
    other_language: "English",
    show_password: "Tampilkan kata sandi",
    hide_password: "Sembunyikan kata sandi",
};

/// English.
pub static EN: Masuk = Masuk {
    title: "Sign in",
    motto: "No score without evidence.",
    login: "NIP or user name",
    password: "Password",
    enter: "Sign in",
    forgotten: "Forgot your password? Ask your office’s admin.",
    change_title: "Change the first password",
    change_why: "The admin who made the first password knows it. Choose one that only you know.",
    old: "Present password",
    new: "New password",
    repeat: "New password once more",
    rule: "At least 10 characters. A short sentence is easy to remember.",
    too_short: "This password has fewer than 10 characters. Add a word or two.",
    differ: "The two new passwords differ. Type the second one again.",
    same: "The new password is the present one. Choose another.",
    keep: "Keep this password",
    waits: |people, here| match people {
        1 => format!("A colleague’s work waits on {here}"),
        people => format!("Work of {people} colleagues waits on {here}"),
    },
    until_sign_in: |count| format!("{count} waiting for that person to sign in again"),
    paused: |count| match count {
        1 => "1 file paused by its person".to_owned(),
        _ => format!("{count} files paused by their person"),
    },
    waits_more: "It goes from here without another sign-in. You can’t see it.",
    shared: "What is stored on this device isn’t encrypted. Lock its screen, and sign out of a device that is shared.",
    needs_signal: "Signing in needs a signal. After that Bukti works without one.",
    install: "Put it on the home screen",
    install_why: "It opens without a signal, and evidence that you capture is kept.",
    install_do: "Install",
    foot: "Reformasi Birokrasi",
    entering: "Signing in",
    other_language: "Bahasa Indonesia",
    show_password: "Show password",
    hide_password: "Hide password",
};
