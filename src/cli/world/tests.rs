use super::*;

fn environment(variables: &[(&str, &str)]) -> Environment {
    Environment::of(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into()))
}

fn world<'a>(input: &'a mut io::Empty, out: &'a mut Vec<u8>, err: &'a mut Vec<u8>, environment: Environment, color: Color) -> World<'a> {
    World {
        input,
        in_is_terminal: false,
        out,
        err,
        out_is_terminal: true,
        err_is_terminal: false,
        environment,
        folder: "/work/here".into(),
        today: jiff::civil::date(2026, 11, 20),
        started: None,
        color,
    }
}

#[test]
fn color_is_for_terminals_unless_somebody_says_otherwise() {
    let colors = |variables: &[(&str, &str)], color| {
        let (mut input, mut out, mut err) = (io::empty(), Vec::new(), Vec::new());
        let world = world(&mut input, &mut out, &mut err, environment(variables), color);
        (world.colors(false), world.colors(true))
    };
    assert_eq!(colors(&[], Color::Auto), (true, false));
    assert_eq!(colors(&[("NO_COLOR", "1")], Color::Auto), (false, false));
    assert_eq!(colors(&[("NO_COLOR", "")], Color::Auto), (true, false));
    assert_eq!(colors(&[("TERM", "dumb")], Color::Auto), (false, false));
    assert_eq!(colors(&[("CLICOLOR_FORCE", "1")], Color::Auto), (true, true));
    assert_eq!(colors(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], Color::Auto), (false, false));
    assert_eq!(colors(&[("NO_COLOR", "1")], Color::Always), (true, true));
    assert_eq!(colors(&[("CLICOLOR_FORCE", "1")], Color::Never), (false, false));
}

#[test]
fn only_a_locale_that_is_not_utf8_makes_frames_ascii() {
    assert!(environment(&[]).utf8);
    assert!(environment(&[("LANG", "de_DE.UTF-8")]).utf8);
    assert!(environment(&[("LANG", "C.utf8")]).utf8);
    assert!(!environment(&[("LANG", "en_US.ISO-8859-1")]).utf8);
    assert!(!environment(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]).utf8);
}

#[test]
fn names_are_relative_to_the_current_folder() {
    let (mut input, mut out, mut err) = (io::empty(), Vec::new(), Vec::new());
    let world = world(&mut input, &mut out, &mut err, environment(&[]), Color::Auto);
    assert_eq!(world.name(Path::new("/work/here/systems/a.yaml")), "systems/a.yaml");
    assert_eq!(world.name(Path::new("/work/here/./systems/./a.yaml")), "systems/a.yaml");
    assert_eq!(world.name(Path::new("/work/here/../there/a.yaml")), "../there/a.yaml");
    assert_eq!(world.name(Path::new("/else/a.yaml")), "/else/a.yaml");
    assert_eq!(world.name(Path::new("/work/here")), ".");
}

#[test]
fn a_reader_who_leaves_is_not_an_error() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut quiet = Quiet { to: Gone, closed: false };
    assert!(quiet.write_all(b"anything").is_ok());
    assert!(quiet.closed);
}
