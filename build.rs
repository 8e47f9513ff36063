//! The prompts and texts are embedded: a new file among them is a new program.
fn main() {
    println!("cargo:rerun-if-changed=prompts");
    println!("cargo:rerun-if-changed=migrations");
}
