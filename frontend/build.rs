//! Lets the linker keep its relocations of the field pages: by them the pipeline moves pages into chunks of
//! their own. The admin pages stay whole, and would carry the relocations to the browser.

fn main() {
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let is_wasm = std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && is_set("CARGO_FEATURE_CSR") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
