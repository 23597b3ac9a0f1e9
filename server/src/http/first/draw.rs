//! The page of the first start, drawn: a form, or that its link is over.

use std::fmt::Write as _;

use super::texts::Texts;
use super::{CHARS_MAX, CHARS_MIN, Mend, Typed};

/// The icons, as the app's own pages have them; a server without those pages has this one.
const SPRITE: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../app/assets/sprite.svg"
));

/// That the link works no more.
pub(super) fn closed(build: &str, texts: &Texts) -> String {
    let body = format!(
        "<h1>{}</h1></header><section><p>{}</p>\
         <pre tabindex=\"0\">bukti role grant --data /srv/bukti siti admin</pre><div class=\"btns\">\
         <a class=\"btn primary\" href=\"/masuk\">{}</a></div></section>",
        texts.closed, texts.closed_why, texts.sign_in
    );
    framed(build, texts, texts.closed, &body)
}

/// One text field.
struct Field<'a> {
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    /// Further attributes.
    kind: &'a str,
    value: &'a str,
}

impl Field<'_> {
    /// The field with what is amiss in it, as the app's own fields have it; the first one that is wrong gets
    /// the focus. The browser's own checks are off: they speak its language, not the page's.
    fn draw(&self, mends: &[Mend]) -> String {
        let Self {
            name,
            label,
            hint,
            kind,
            ..
        } = self;
        let mend = mends.iter().find(|(field, _)| field == name);
        let (mut state, mut described, mut error) = (String::new(), String::new(), String::new());
        if let Some((_, words)) = mend {
            state.push_str(" aria-invalid=\"true\"");
            if mends.first().is_some_and(|(first, _)| first == name) {
                state.push_str(" autofocus");
            }
            described = format!("{name}-s ");
            error = format!(
                "<p class=\"err\" id=\"{name}-s\"><svg class=\"i\" viewBox=\"0 0 24 24\" \
                 aria-hidden=\"true\"><use href=\"#i-alert\"/></svg>{words}</p>"
            );
        }
        format!(
            "<div class=\"field\"><label for=\"{name}\">{label}</label>\
             <input class=\"inp\" id=\"{name}\" name=\"{name}\" {kind} value=\"{value}\" required \
             aria-describedby=\"{described}{name}-b\"{state}>{error}\
             <p class=\"help\" id=\"{name}-b\">{hint}</p></div>",
            value = escaped(self.value)
        )
    }
}

/// The form, with what was typed and what is amiss in it.
pub(super) fn form(build: &str, texts: &Texts, typed: &Typed, mends: &[Mend]) -> String {
    let length = (texts.length)(CHARS_MIN, CHARS_MAX);
    let secret = "type=\"password\" autocomplete=\"new-password\"";
    let fields = [
        Field {
            name: "kantor",
            label: texts.office,
            hint: texts.office_hint,
            kind: "autocomplete=\"off\"",
            value: &typed.kantor,
        },
        Field {
            name: "nama",
            label: texts.name,
            hint: texts.name_hint,
            kind: "autocomplete=\"name\"",
            value: &typed.nama,
        },
        Field {
            name: "masuk",
            label: texts.login,
            hint: texts.login_hint,
            kind: "autocomplete=\"username\" autocapitalize=\"none\"",
            value: &typed.masuk,
        },
        // A password never comes back.
        Field {
            name: "sandi",
            label: texts.password,
            hint: &length,
            kind: secret,
            value: "",
        },
        Field {
            name: "ulang",
            label: texts.again,
            hint: texts.again_hint,
            kind: secret,
            value: "",
        },
    ];
    let fields: String = fields.iter().map(|field| field.draw(mends)).collect();
    let mut zones = String::new();
    for (zone, name) in [("WIB", texts.wib), ("WITA", texts.wita), ("WIT", texts.wit)] {
        let chosen = if typed.zona == zone { " selected" } else { "" };
        // Writing to a String can't fail.
        let _ = write!(zones, "<option value=\"{zone}\"{chosen}>{name}</option>");
    }
    let body = format!(
        "<h1>{title}</h1></header><section><p>{lead}</p>\
         <form class=\"stack-4\" method=\"post\" action=\"/mulai\" novalidate>\
         <input type=\"hidden\" name=\"kunci\" value=\"{key}\">{fields}\
         <div class=\"field\"><label for=\"zona\">{zone}</label>\
         <select class=\"inp\" id=\"zona\" name=\"zona\">{zones}</select></div>\
         <button class=\"btn primary wide big\">{go}</button></form></section>",
        title = texts.title,
        lead = texts.lead,
        key = escaped(&typed.kunci),
        zone = texts.zone,
        go = texts.go,
    );
    framed(build, texts, texts.title, &body)
}

/// The page around; `body` begins inside the header, behind the logo.
fn framed(build: &str, texts: &Texts, title: &str, body: &str) -> String {
    let style = if build.is_empty() {
        String::new()
    } else {
        format!("<link rel=\"stylesheet\" href=\"/b/{build}/bukti.css\">")
    };
    format!(
        "<!doctype html><html lang=\"{lang}\" translate=\"no\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} · Bukti</title>{style}\
         <link rel=\"icon\" href=\"/icons/ikon.svg\" type=\"image/svg+xml\"></head>\
         <body>{SPRITE}<main class=\"p-statis\"><header>\
         <img src=\"/icons/ikon.svg\" width=\"44\" height=\"44\" alt=\"\">{body}</main></body></html>",
        lang = texts.lang,
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
