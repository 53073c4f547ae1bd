//! The schema of Word's files (ECMA-376, part 1, transitional): which children an element may have
//! and in which order. Word repairs or refuses a file that breaks it.

use crate::word::{Node, parse};

/// Elements and their children in order: `?` at most once, `*` any number, `+` at least once,
/// nothing exactly once; names joined by `|` are a choice. What is not here has no children.
const MODELS: &[(&str, &str)] = &[
    ("w:document", "w:body"),
    ("w:body", "w:p|w:tbl* w:sectPr?"),
    ("w:hdr", "w:p|w:tbl+"),
    (
        "w:p",
        "w:pPr? w:r|w:hyperlink|w:bookmarkStart|w:bookmarkEnd|m:oMath*",
    ),
    ("w:hyperlink", "w:r|m:oMath*"),
    ("w:r", "w:rPr? w:t|w:br|w:tab|w:fldChar|w:instrText*"),
    (
        "w:pPr",
        "w:pStyle? w:keepNext? w:keepLines? w:pageBreakBefore? w:framePr? w:widowControl? w:numPr? \
         w:suppressLineNumbers? w:pBdr? w:shd? w:tabs? w:suppressAutoHyphens? w:kinsoku? w:wordWrap? \
         w:overflowPunct? w:topLinePunct? w:autoSpaceDE? w:autoSpaceDN? w:bidi? w:adjustRightInd? \
         w:snapToGrid? w:spacing? w:ind? w:contextualSpacing? w:mirrorIndents? w:suppressOverlap? w:jc? \
         w:textDirection? w:textAlignment? w:textboxTightWrap? w:outlineLvl? w:divId? w:cnfStyle? w:rPr? \
         w:sectPr? w:pPrChange?",
    ),
    (
        "w:rPr",
        "w:rStyle? w:rFonts? w:b? w:bCs? w:i? w:iCs? w:caps? w:smallCaps? w:strike? w:dstrike? w:outline? \
         w:shadow? w:emboss? w:imprint? w:noProof? w:snapToGrid? w:vanish? w:webHidden? w:color? w:spacing? \
         w:w? w:kern? w:position? w:sz? w:szCs? w:highlight? w:u? w:effect? w:bdr? w:shd? w:fitText? \
         w:vertAlign? w:rtl? w:cs? w:em? w:lang? w:eastAsianLayout? w:specVanish? w:oMath?",
    ),
    ("w:numPr", "w:ilvl? w:numId?"),
    ("w:tabs", "w:tab+"),
    (
        "w:sectPr",
        "w:headerReference|w:footerReference* w:footnotePr? w:endnotePr? w:type? w:pgSz? w:pgMar? w:paperSrc? \
         w:pgBorders? w:lnNumType? w:pgNumType? w:cols? w:formProt? w:vAlign? w:noEndnote? w:titlePg? \
         w:textDirection? w:bidi? w:rtlGutter? w:docGrid?",
    ),
    ("w:tbl", "w:tblPr w:tblGrid w:tr*"),
    (
        "w:tblPr",
        "w:tblStyle? w:tblpPr? w:tblOverlap? w:bidiVisual? w:tblStyleRowBandSize? w:tblStyleColBandSize? \
         w:tblW? w:jc? w:tblCellSpacing? w:tblInd? w:tblBorders? w:shd? w:tblLayout? w:tblCellMar? w:tblLook?",
    ),
    (
        "w:tblBorders",
        "w:top? w:left? w:bottom? w:right? w:insideH? w:insideV?",
    ),
    ("w:tblCellMar", "w:top? w:left? w:bottom? w:right?"),
    ("w:tblGrid", "w:gridCol*"),
    ("w:tr", "w:tblPrEx? w:trPr? w:tc+"),
    ("w:trPr", "w:cantSplit|w:tblHeader|w:trHeight|w:jc*"),
    ("w:tc", "w:tcPr? w:p|w:tbl+"),
    (
        "w:tcPr",
        "w:cnfStyle? w:tcW? w:gridSpan? w:hMerge? w:vMerge? w:tcBorders? w:shd? w:noWrap? w:tcMar? \
         w:textDirection? w:tcFitText? w:vAlign? w:hideMark?",
    ),
    ("w:styles", "w:docDefaults? w:latentStyles? w:style*"),
    ("w:docDefaults", "w:rPrDefault? w:pPrDefault?"),
    ("w:rPrDefault", "w:rPr?"),
    ("w:pPrDefault", "w:pPr?"),
    (
        "w:style",
        "w:name? w:aliases? w:basedOn? w:next? w:link? w:autoRedefine? w:hidden? w:uiPriority? w:semiHidden? \
         w:unhideWhenUsed? w:qFormat? w:locked? w:personal? w:personalCompose? w:personalReply? w:rsid? w:pPr? \
         w:rPr? w:tblPr? w:trPr? w:tcPr? w:tblStylePr*",
    ),
    (
        "w:numbering",
        "w:numPicBullet* w:abstractNum* w:num* w:numIdMacAtCleanup?",
    ),
    (
        "w:abstractNum",
        "w:nsid? w:multiLevelType? w:tmpl? w:name? w:styleLink? w:numStyleLink? w:lvl*",
    ),
    (
        "w:lvl",
        "w:start? w:numFmt? w:lvlRestart? w:pStyle? w:isLgl? w:suff? w:lvlText? w:lvlPicBulletId? w:legacy? \
         w:lvlJc? w:pPr? w:rPr?",
    ),
    ("w:num", "w:abstractNumId w:lvlOverride*"),
    ("w:lvlOverride", "w:startOverride? w:lvl?"),
    (
        "w:settings",
        "w:view? w:zoom? w:defaultTabStop? w:autoHyphenation? w:evenAndOddHeaders? w:characterSpacingControl? \
         w:footnotePr? w:endnotePr? w:compat? w:docVars? w:rsids? m:mathPr? w:themeFontLang? w:decimalSymbol? \
         w:listSeparator?",
    ),
    ("w:compat", "w:compatSetting*"),
    ("m:oMath", MATH_ANY),
    ("m:e", MATH_ANY),
    ("m:num", MATH_ANY),
    ("m:den", MATH_ANY),
    ("m:deg", MATH_ANY),
    ("m:sub", MATH_ANY),
    ("m:sup", MATH_ANY),
    ("m:lim", MATH_ANY),
    ("m:fName", MATH_ANY),
    ("m:r", "m:rPr? w:rPr? m:t*"),
    ("m:rPr", "m:lit? m:nor? m:scr? m:sty? m:brk? m:aln?"),
    ("m:f", "m:fPr? m:num m:den"),
    ("m:fPr", "m:type? m:ctrlPr?"),
    ("m:rad", "m:radPr? m:deg m:e"),
    ("m:radPr", "m:degHide? m:ctrlPr?"),
    ("m:nary", "m:naryPr? m:sub m:sup m:e"),
    (
        "m:naryPr",
        "m:chr? m:limLoc? m:grow? m:subHide? m:supHide? m:ctrlPr?",
    ),
    ("m:sSub", "m:sSubPr? m:e m:sub"),
    ("m:sSup", "m:sSupPr? m:e m:sup"),
    ("m:sSubSup", "m:sSubSupPr? m:e m:sub m:sup"),
    ("m:limLow", "m:limLowPr? m:e m:lim"),
    ("m:limUpp", "m:limUppPr? m:e m:lim"),
    ("m:acc", "m:accPr? m:e"),
    ("m:accPr", "m:chr? m:ctrlPr?"),
    ("m:bar", "m:barPr? m:e"),
    ("m:barPr", "m:pos? m:ctrlPr?"),
    ("m:groupChr", "m:groupChrPr? m:e"),
    ("m:groupChrPr", "m:chr? m:pos? m:vertJc? m:ctrlPr?"),
    ("m:d", "m:dPr? m:e+"),
    (
        "m:dPr",
        "m:begChr? m:sepChr? m:endChr? m:grow? m:shp? m:ctrlPr?",
    ),
    ("m:m", "m:mPr? m:mr+"),
    (
        "m:mPr",
        "m:baseJc? m:plcHide? m:rSpRule? m:cGpRule? m:rSp? m:cSp? m:cGp? m:mcs? m:ctrlPr?",
    ),
    ("m:mcs", "m:mc+"),
    ("m:mc", "m:mcPr?"),
    ("m:mcPr", "m:count? m:mcJc?"),
    ("m:mr", "m:e+"),
    ("m:func", "m:funcPr? m:fName m:e"),
];

const MATH_ANY: &str = "m:r|m:f|m:rad|m:nary|m:sSub|m:sSup|m:sSubSup|m:limLow|m:limUpp|m:acc|m:bar|m:groupChr|m:d|m:m|m:func*";

/// What is wrong with an element or anything below it.
pub fn check(node: &Node) -> Result<(), String> {
    let model = MODELS
        .iter()
        .find(|(name, _)| *name == node.name)
        .map_or("", |(_, model)| model);
    let mut places = model.split_whitespace().map(|place| {
        let names = place.trim_end_matches(['?', '*', '+']);
        (names, place.get(names.len()..).unwrap_or_default())
    });
    let mut place = places.next();
    let mut count = 0;
    for child in &node.children {
        loop {
            let Some((names, times)) = place else {
                return Err(format!(
                    "{} may not stand there in {}",
                    child.name, node.name
                ));
            };
            let fits = names.split('|').any(|name| name == child.name);
            let room = count == 0 || matches!(times, "*" | "+");
            if fits && room {
                count += 1;
                break;
            }
            if count == 0 && matches!(times, "" | "+") {
                return Err(format!("{} lacks {names} before {}", node.name, child.name));
            }
            place = places.next();
            count = 0;
        }
        check(child)?;
    }
    while let Some((names, times)) = place {
        if count == 0 && matches!(times, "" | "+") {
            return Err(format!("{} lacks {names}", node.name));
        }
        place = places.next();
        count = 0;
    }
    if node.name == "w:tc" && node.children.last().is_none_or(|last| last.name != "w:p") {
        return Err("a cell ends with a paragraph".to_owned());
    }
    Ok(())
}

#[test]
fn the_checker_notices_what_word_would_repair() {
    let faults = [
        (
            "<w:pPr><w:ind/><w:spacing/></w:pPr>",
            "w:spacing may not stand there in w:pPr",
        ),
        (
            "<w:rPr><w:i/><w:b/></w:rPr>",
            "w:b may not stand there in w:rPr",
        ),
        (
            "<w:rPr><w:b/><w:b/></w:rPr>",
            "w:b may not stand there in w:rPr",
        ),
        (
            "<w:tc><w:p/><w:tbl><w:tblPr/><w:tblGrid/></w:tbl></w:tc>",
            "a cell ends with a paragraph",
        ),
        (
            "<w:tbl><w:tblGrid/></w:tbl>",
            "w:tbl lacks w:tblPr before w:tblGrid",
        ),
        ("<m:f><m:num/></m:f>", "m:f lacks m:den"),
        (
            "<w:p><w:r><w:p/></w:r></w:p>",
            "w:p may not stand there in w:r",
        ),
        ("<w:t><w:r/></w:t>", "w:r may not stand there in w:t"),
        (
            "<w:body><w:sectPr><w:pgMar/><w:pgSz/></w:sectPr></w:body>",
            "w:pgSz may not stand there in w:sectPr",
        ),
    ];
    for (xml, fault) in faults {
        assert_eq!(check(&parse(xml)), Err(fault.to_owned()));
    }
    let right = "<w:p><w:pPr><w:spacing/><w:ind/></w:pPr><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t/></w:r></w:p>";
    assert_eq!(check(&parse(right)), Ok(()));
}
