//! The journals that astronomy's bibliographies name by commands of their styles (AASTeX).

/// The journal that a command stands for: `\apj`.
pub(super) fn named(raw: &str) -> Option<&'static str> {
    let name = raw.trim().trim_matches(['{', '}']).strip_prefix('\\')?;
    Some(match name.trim() {
        "aj" => "Astronomical Journal",
        "actaa" => "Acta Astronomica",
        "araa" => "Annual Review of Astronomy and Astrophysics",
        "apj" => "Astrophysical Journal",
        "apjl" => "Astrophysical Journal Letters",
        "apjs" => "Astrophysical Journal Supplement Series",
        "ao" => "Applied Optics",
        "apss" => "Astrophysics and Space Science",
        "aap" => "Astronomy and Astrophysics",
        "aapr" => "Astronomy and Astrophysics Reviews",
        "aaps" => "Astronomy and Astrophysics Supplement Series",
        "baas" => "Bulletin of the American Astronomical Society",
        "grl" => "Geophysical Research Letters",
        "icarus" => "Icarus",
        "jcap" => "Journal of Cosmology and Astroparticle Physics",
        "jgr" => "Journal of Geophysical Research",
        "mnras" => "Monthly Notices of the Royal Astronomical Society",
        "nat" => "Nature",
        "pasa" => "Publications of the Astronomical Society of Australia",
        "pasj" => "Publications of the Astronomical Society of Japan",
        "pasp" => "Publications of the Astronomical Society of the Pacific",
        "physrep" => "Physics Reports",
        "planss" => "Planetary and Space Science",
        "pra" => "Physical Review A",
        "prb" => "Physical Review B",
        "prc" => "Physical Review C",
        "prd" => "Physical Review D",
        "pre" => "Physical Review E",
        "prl" => "Physical Review Letters",
        "psj" => "Planetary Science Journal",
        "solphys" => "Solar Physics",
        "ssr" => "Space Science Reviews",
        _ => return None,
    })
}
