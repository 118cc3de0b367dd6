//! Writes the JavaScript bindings of a compiled wasm: `wasm-tool IN.wasm OUT_DIR`.
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    let (Some(input), Some(out)) = (args.next(), args.next()) else {
        eprintln!("usage: wasm-tool IN.wasm OUT_DIR");
        return ExitCode::from(2);
    };
    let mut bindgen = Bindgen::new();
    let written =
        bindgen.input_path(input).web(true).and_then(|bindgen| bindgen.typescript(true).generate(out));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-tool: {error:#}");
            ExitCode::FAILURE
        }
    }
}
