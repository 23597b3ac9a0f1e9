use super::manifest::Phase;
use super::tree::Tree;
use super::*;
use crate::scratch::Scratch;

fn tree() -> Tree {
    let mut tree = Tree::default();
    tree.root.insert(
        "shell.html".to_owned(),
        b"<script src=/b/__BUILD__/start.js>".to_vec(),
    );
    tree.root
        .insert("icons/ikon.png".to_owned(), b"\x89PNG __BUILD__".to_vec());
    tree.build.insert(
        "start.js".to_owned(),
        b"import '/b/__BUILD__/bukti.js'".to_vec(),
    );
    tree.build
        .insert("bukti_bg.wasm".to_owned(), b"\0asm __BUILD__".to_vec());
    tree.build
        .insert("admin_bg.wasm".to_owned(), b"\0asm".to_vec());
    tree.build
        .insert("photo-worker.js".to_owned(), b"1".to_vec());
    tree
}

#[test]
fn the_same_files_are_the_same_build_and_any_change_another() {
    let id = tree().build_id();
    assert_eq!(id.len(), 16);
    assert_eq!(id, tree().build_id());

    let mut changed = tree();
    changed
        .build
        .insert("photo-worker.js".to_owned(), b"2".to_vec());
    assert_ne!(id, changed.build_id());

    let mut renamed = tree();
    let worker = renamed.build.remove("photo-worker.js").unwrap();
    renamed.build.insert("foto-worker.js".to_owned(), worker);
    assert_ne!(id, renamed.build_id());

    let mut shell = tree();
    shell.root.insert("shell.html".to_owned(), b"<p>".to_vec());
    assert_ne!(id, shell.build_id(), "a phone would keep the old shell");
}

#[test]
fn the_build_is_named_in_text_and_nowhere_else() {
    let mut tree = tree();
    tree.name_build("0123");
    let text = |files: &tree::Files, path: &str| {
        String::from_utf8_lossy(files.get(path).unwrap()).into_owned()
    };
    assert_eq!(
        text(&tree.root, "shell.html"),
        "<script src=/b/0123/start.js>"
    );
    assert_eq!(text(&tree.build, "start.js"), "import '/b/0123/bukti.js'");
    assert!(text(&tree.build, "bukti_bg.wasm").ends_with("__BUILD__"));
    assert!(text(&tree.root, "icons/ikon.png").ends_with("__BUILD__"));
}

#[test]
fn the_manifest_lists_the_build_with_digests_and_phases() {
    let mut tree = tree();
    tree.name_build("0123");
    let manifest = Manifest::of("0123", &tree).unwrap();
    let listed: Vec<(&str, Phase)> = manifest
        .entries()
        .map(|entry| (entry.path.as_str(), entry.phase))
        .collect();
    assert_eq!(
        listed,
        [
            ("/shell.html", Phase::Start),
            ("/b/0123/admin_bg.wasm", Phase::Online),
            ("/b/0123/bukti_bg.wasm", Phase::Start),
            ("/b/0123/photo-worker.js", Phase::Later),
            ("/b/0123/start.js", Phase::Start),
        ]
    );
    assert_eq!(
        manifest.shell.sha256,
        digest::sha256_hex(b"<script src=/b/0123/start.js>")
    );
    let json: serde_json::Value = serde_json::from_slice(&manifest.to_json().unwrap()).unwrap();
    assert_eq!(json["build"], "0123");
    assert_eq!(json["files"][0]["phase"], "online");
    assert_eq!(json["files"][1]["phase"], "start");
    assert_eq!(json["shell"]["size"], 29);
}

#[test]
fn a_site_without_shell_is_refused() {
    let mut tree = tree();
    tree.root.remove("shell.html");
    let error = Manifest::of("0123", &tree).unwrap_err();
    assert!(error.to_string().contains("shell.html"), "{error}");
}

#[test]
fn a_site_counts_as_unchanged_only_with_its_stamp_and_one_build() {
    let folder = Scratch::new();
    let site = folder.path().join("site");
    let stamp = folder.path().join("site.stamp");
    tree().write(&site, "0123").unwrap();
    assert!(unchanged(&stamp, "a", &site).is_none(), "no stamp");
    fs::write(&stamp, "a").unwrap();
    assert_eq!(unchanged(&stamp, "a", &site).unwrap().build, "0123");
    assert!(unchanged(&stamp, "b", &site).is_none(), "another stamp");
    fs::create_dir_all(site.join("b/4567")).unwrap();
    assert!(unchanged(&stamp, "a", &site).is_none(), "two builds");
}

/// Who reads the metadata with cargo-leptos finds what `cargo xtask` builds.
#[test]
fn the_metadata_for_cargo_leptos_tells_the_same_as_the_pipeline() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let manifest: toml::Value = toml::from_str(&text).unwrap();
    let projects = &manifest["workspace"]["metadata"]["leptos"];
    let of = |project: usize, key: &str| {
        let value = projects[project][key].as_str();
        value.unwrap_or_default().to_owned()
    };
    let (leptos, told) = (&projects[0], |key: &str| of(0, key));
    assert_eq!(projects[0]["lib-features"][0].as_str(), Some("csr"));
    assert_eq!(projects[1]["lib-features"][0].as_str(), Some("hydrate"));
    assert_eq!(of(1, "output-name"), wasm::ADMIN);
    for same in [
        "bin-package",
        "lib-package",
        "lib-profile-dev",
        "lib-profile-release",
    ] {
        assert_eq!(of(1, same), told(same), "{same}");
    }
    assert_eq!(told("name"), NAME);
    assert_eq!(told("output-name"), NAME);
    assert_eq!(told("lib-package"), "frontend");
    assert_eq!(told("bin-package"), "server");
    assert_eq!(
        told("site-root"),
        format!("target/{}", Profile::Release.folder())
    );
    assert_eq!(told("lib-profile-release"), Profile::Release.cargo());
    assert_eq!(told("lib-profile-dev"), Profile::Dev.cargo());
    for file in ["style-file", "assets-dir"] {
        assert!(root.join(told(file)).exists(), "{file} names nothing");
    }
    for profile in [Profile::Dev, Profile::Release] {
        assert!(
            manifest["profile"].get(profile.cargo()).is_some(),
            "{}",
            profile.cargo()
        );
    }
    let members = manifest["workspace"]["members"].as_array().unwrap();
    for package in ["bin-package", "lib-package"] {
        assert!(members.contains(&leptos[package]), "{package} is no member");
    }
    let server: toml::Value =
        toml::from_str(&fs::read_to_string(root.join("server/Cargo.toml")).unwrap()).unwrap();
    assert_eq!(
        server["bin"][0]["name"].as_str().unwrap(),
        told("bin-target")
    );
    let pinned = |name: &str| {
        manifest["workspace"]["dependencies"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(pinned("wasm-bindgen"), pinned("wasm-bindgen-cli-support"));
    assert!(
        pinned("wasm-bindgen").starts_with('='),
        "both sides need the very same version"
    );
}
