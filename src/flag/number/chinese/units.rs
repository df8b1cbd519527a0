//! What follows a Chinese numeral and says what it counts.

use crate::flag::number::{Kind, Letters, Reading};

/// Measure words that leave no doubt that a single character before them counts.
const MEASURES: &[&str] = &[
    "个", "名", "位", "次", "年", "天", "人", "家", "项", "条", "种", "件", "只", "台", "辆", "座",
    "所", "部", "批", "届", "场", "岁", "周", "小时", "分钟", "秒", "米", "公里", "千米", "厘米",
    "公斤", "千克", "吨", "美元", "户", "支", "艘", "架", "例", "起", "倍", "轮", "期", "间", "栋",
    "套", "枚", "颗", "大", "幅", "首", "匹", "棵", "辈", "度", "亩", "斤", "港元", "欧元", "日元",
    "英镑", "平方", "立方", "毫米", "毫升", "升", "克", "瓦", "公顷", "英里", "块", "句", "篇",
    "封", "张", "把", "瓶", "袋", "盒", "份", "笔", "宗", "桩", "款", "顿", "枪", "发", "月", "日",
    "号", "点", "时", "季度", "成", "层", "级", "世纪", "方面",
];

/// Words for time that a half may stand behind, with the number of the next smaller unit in one.
const HALVABLE: &[(&str, f64)] = &[
    ("个月", 30.0),
    ("个小时", 60.0),
    ("个", 1.0),
    ("小时", 60.0),
    ("年", 12.0),
    ("天", 24.0),
    ("周", 7.0),
    ("岁", 12.0),
    ("倍", 1.0),
    ("斤", 1.0),
    ("米", 1.0),
    ("吨", 1.0),
    ("里", 1.0),
];

/// Measures that translators convert, with the factors they use (China's statutory market units:
/// 15 mu to the hectare, 2 jin to the kilogram, 2 li to the kilometre).
const CONVERTED: &[(&str, &[f64])] = &[
    ("亩", &[1.0 / 15.0, 0.1647, 666.7]),
    ("斤", &[0.5, 1.102]),
    ("市斤", &[0.5, 1.102]),
    ("里", &[0.5, 0.3107]),
    ("公里", &[0.6214]),
    ("平方公里", &[0.3861, 100.0]),
    ("米", &[3.281, 1.0936]),
    ("公斤", &[2.2046]),
    ("公顷", &[2.471, 0.01]),
    ("两", &[50.0, 0.05]),
    ("千克", &[2.2046]),
    ("角", &[0.1]),
    ("毛", &[0.1]),
    ("分", &[0.01]),
    ("分钱", &[0.01]),
];

/// What stands after a numeral.
pub(super) struct Unit {
    /// Index after the unit.
    pub end: usize,
    /// What the numeral counts with it.
    pub kind: Kind,
    /// Factor on the value: 0.01 for %.
    pub factor: f64,
}

/// The unit after a numeral of this value, if it changes what the numeral is.
pub(super) fn unit(text: &Letters, at: usize, value: f64, digits: usize) -> Option<Unit> {
    let found = |length: usize, kind, factor| {
        Some(Unit {
            end: at + length,
            kind,
            factor,
        })
    };
    if let Some((_, length)) = text.any(at, &["%", "％", "﹪"]) {
        return found(length, Kind::Percent, 0.01);
    }
    if let Some((_, length)) = text.any(at, &["个百分点", "个多百分点", "百分点"]) {
        return found(length, Kind::Point, 0.01);
    }
    if text.has(at, "‰") {
        return found(1, Kind::Percent, 0.001);
    }
    if text.has(at, "倍") {
        return found(1, Kind::Multiple, 1.0);
    }
    if text.has(at, "成")
        && value <= 10.0
        && digits <= 2
        && !continues(text, at, "立为功员长本绩就果熟交都家品型份人分群活千上语")
    {
        return found(1, Kind::Percent, 0.1);
    }
    if text.has(at, "旬") && (6.0..=10.0).contains(&value) {
        return found(1, Kind::Plain, 10.0);
    }
    if text.has(at, "世纪") {
        return found(2, Kind::Ordinal, 1.0);
    }
    if let Some((_, length)) = text
        .any(at, &["年代", "后"])
        .filter(|_| value % 10.0 == 0.0 && value < 100.0 && (digits == 2 || text.at(at) == '年'))
    {
        return found(length, Kind::Decade, 1.0);
    }
    if text.has(at, "年") && digits == 4 && (1000.0..3000.0).contains(&value) {
        return found(1, Kind::Year, 1.0);
    }
    if text.has(at, "年")
        && digits == 2
        && !continues(text, at, "来间前后内以的多级制之期历时了里、，")
    {
        return found(1, Kind::Year, 1.0);
    }
    if text.has(at, "月") && (1.0..=12.0).contains(&value) {
        return found(1, Kind::Month, 1.0);
    }
    if text.any(at, &["日", "号"]).is_some()
        && (1.0..=31.0).contains(&value)
        && !continues(text, at, "线楼店院机")
    {
        return found(1, Kind::Day, 1.0);
    }
    if text.any(at, &["时", "点"]).is_some()
        && value <= 24.0
        && !text.has(at, "时代")
        && !continues(text, at, "意建要")
    {
        return found(1, Kind::Time, 1.0);
    }
    None
}

/// Whether one of the characters follows the one at an index.
fn continues(text: &Letters, at: usize, characters: &str) -> bool {
    characters.contains(text.at(at + 1))
}

/// Whether a measure word stands at an index.
pub(super) fn is_measure(text: &Letters, at: usize) -> bool {
    text.any(at, MEASURES).is_some()
}

/// A half after the unit (两年半, 一个半小时): index after it, and how many of the next smaller unit
/// the whole one has.
pub(super) fn half(text: &Letters, at: usize) -> Option<(usize, f64)> {
    HALVABLE.iter().find_map(|(unit, smaller)| {
        let end = at + unit.chars().count();
        let is_half = text.has(at, unit) && text.at(end) == '半';
        // 十天半个月: a phrase of two.
        let begins_another = matches!(text.at(end + 1), '个' | '年' | '天' | '月');
        (is_half && !begins_another).then_some((end + 1, *smaller))
    })
}

/// What the measure at an index is in the units that translators convert it to.
pub(super) fn conversions(text: &Letters, at: usize, reading: Reading) -> Vec<Reading> {
    let at = if matches!(text.at(at), '多' | '余') {
        at + 1
    } else {
        at
    };
    CONVERTED
        .iter()
        .filter(|(unit, _)| text.has(at, unit))
        .max_by_key(|(unit, _)| unit.len())
        .map(|(_, factors)| {
            factors
                .iter()
                .map(|factor| Reading {
                    low: reading.low * factor * 0.97,
                    high: reading.high * factor * 1.03,
                    kind: reading.kind,
                })
                .collect()
        })
        .unwrap_or_default()
}
