"""Articles as declared, cited and quoted; the texts are compared with words typed by hand."""

import copy
import hashlib
import pickle
import re

import pytest

from procedure.articles import (
    NONE,
    TEXTS,
    ArticleError,
    cite,
    exists,
    from_chinese,
    parse,
    quotation,
    to_chinese,
    well_formed,
)

DRAFT = "《国家技术标准创新基地管理办法（公开征求意见稿）》"
GUIDE = "《国家技术标准创新基地申报指南》"


@pytest.mark.parametrize(
    "article",
    [
        "",
        "办法",
        "办法0",
        "办法012",
        "办法十二",
        "办法12条",
        "办法 12",
        "第十二条",
        "指南",
        "指南三(三)",
        "指南（三）",
        "指南六",
        "指南四。3",
        "指南附件3",
        "民法典",
        "民法典0202",
        "办法12,办法13",
        "办法12、",
        "、办法12",
        "无条文：",
        "无条文： ",
        "管理需要",
    ],
)
def test_what_the_house_does_not_write_is_refused(article):
    assert well_formed(article) is False
    assert exists(article) is False
    with pytest.raises(ArticleError, match="条文写法不正确"):
        parse(article)


@pytest.mark.parametrize(
    "article",
    [
        "办法39",
        "办法99",
        "办法12第三款",
        "办法5（四）",
        "民法典199",
        "民法典205",
        "指南四（一）",
        "指南二（二）.1",
        "指南四.4",
    ],
)
def test_a_place_that_no_text_has_is_written_well_but_does_not_exist(article):
    assert well_formed(article) is True
    assert exists(article) is False
    assert exists(f"办法12、{article}") is False
    with pytest.raises(ArticleError, match="或本系统未收录"):
        quotation(article)


@pytest.mark.parametrize(
    ("article", "cited"),
    [
        ("办法12", f"{DRAFT}第十二条"),
        ("办法36", f"{DRAFT}第三十六条"),
        ("办法20第二款", f"{DRAFT}第二十条第二款"),
        ("办法5（三）", f"{DRAFT}第五条（三）"),
        ("指南一", f"{GUIDE}一"),
        ("指南三（三）", f"{GUIDE}三（三）"),
        ("指南四.3", f"{GUIDE}四第3项"),
        ("指南二（一）.2", f"{GUIDE}二（一）第2项"),
        ("指南附件1", f"{GUIDE}附件1"),
        ("指南附件2", f"{GUIDE}附件2"),
        ("指南附件2填写说明", f"{GUIDE}附件2填写说明"),
        ("民法典202", "《中华人民共和国民法典》第二百零二条"),
        ("办法19、办法21", f"{DRAFT}第十九条、第二十一条"),
        ("办法12、指南四.1", f"{DRAFT}第十二条、{GUIDE}四第1项"),
        ("指南四.1、指南四.2、办法9", f"{GUIDE}四第1项、四第2项、{DRAFT}第九条"),
    ],
)
def test_an_article_is_cited_by_its_texts_full_title(article, cited):
    assert cite(article) == cited
    assert exists(article) is True


@pytest.mark.rule("B38")
@pytest.mark.parametrize("number", range(1, 39))
def test_every_quotation_of_the_draft_says_so(number):
    assert cite(f"办法{number}").startswith(f"{DRAFT}第{to_chinese(number)}条")
    first, words = quotation(f"办法{number}").split("\n", 1)
    assert first == f"{DRAFT}第{to_chinese(number)}条"
    assert words.startswith("【")


@pytest.mark.rule("B38")
def test_several_articles_quoted_together_each_say_it():
    assert quotation("办法13、办法31") == (
        f"{DRAFT}第十三条\n"
        "【形式审查】国家标准委根据申报推荐情况，适时组织对申报材料进行形式审查，通过形式审查的纳入专家评审范围。\n\n"
        f"{DRAFT}第三十一条\n"
        "【监督检查】国家标准委根据年度考核情况对创新基地进行监督检查。"
    )


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("办法12第二款", "行业部门、地方政府认为符合申报条件的，择优向国家标准委推荐。"),
        ("办法5（三）", "（三）批准创新基地的建设、成立、调整和撤销，组织开展创新基地的验收、评估和监督检查。"),
        ("办法38", "【实施日期】本办法自2023年XX月XX日起施行。"),
        ("指南四.3", "3. 本指南长期有效。每年度申报材料受理时间为5月5日至7月30日。"),
        (
            "指南三（三）",
            (
                "（三）审核推荐\n推荐单位对收到的申报材料进行审核，根据审核结果，行文向国家标准委进行推荐，"
                "同时将盖章后的《申报方案》及正式推荐函扫描件上传至管理系统。"
            ),
        ),
        ("指南附件1", "图1 国家技术标准创新基地申报流程图"),
        (
            "民法典202",
            "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。",
        ),
    ],
)
def test_the_words_of_an_article(article, words):
    assert quotation(article) == f"{cite(article)}\n{words}"


def test_the_instructions_of_the_form_are_its_six():
    lines = quotation("指南附件2填写说明").splitlines()[1:]
    assert [line[:2] for line in lines] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert lines[2] == "三、申报方案中的单位名称，请填写全称，并与单位公章一致。"


def test_the_form_is_quoted_from_its_number_to_its_last_box():
    lines = quotation("指南附件2").splitlines()
    assert (lines[1], lines[-1]) == ("编号：_____________", "年 月 日")
    assert "指南附件1" not in quotation("指南附件2")


def test_a_section_is_quoted_with_all_below_it():
    lines = quotation("指南二（二）").splitlines()
    assert lines[1] == "（二）申报单位资质条件"
    assert len([line for line in lines if re.match(r"[1-6]\. ", line)]) == 6 + 5 + 5
    assert quotation("指南四").splitlines()[1] == "四、注意事项"
    assert "五、联系方式" not in quotation("指南四")


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        ("measures_draft_2023.txt", "b2169f166be206d38693b933d7f39a9a777d30c3ddce6d6bf1d95cd2adab89ed"),
        ("guide_2017.txt", "22102910148e89a0447b80ad7a73210f333476f0343741a173da20af577b9891"),
    ],
)
def test_the_copies_hold_the_sources_words_and_no_others(file, digest):
    words = re.sub(r"\s+", "", (TEXTS / file).read_text(encoding="utf-8"))
    assert hashlib.sha256(words.encode()).hexdigest() == digest


def test_a_step_without_an_article_says_why():
    none = NONE("管理需要")
    assert none == "无条文：管理需要"
    assert none.reason == "管理需要"
    assert cite(none) == "无条文：管理需要"
    assert cite("无条文：历史导入") == "无条文：历史导入"
    assert parse(none) == ()
    assert quotation(none) == ""
    assert well_formed(none) is exists(none) is True


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_step_without_an_article_and_without_a_reason_is_refused(reason):
    with pytest.raises(ArticleError, match="必须写明理由"):
        NONE(reason)


def test_a_step_without_an_article_survives_copying():
    none = NONE("管理需要")
    for same in (copy.copy(none), copy.deepcopy(none), pickle.loads(pickle.dumps(none))):  # noqa: S301 - its own pickle
        assert same == "无条文：管理需要"
        assert isinstance(same, NONE)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (38, "三十八"),
        (100, "一百"),
        (110, "一百一十"),
        (201, "二百零一"),
        (999, "九百九十九"),
    ],
)
def test_chinese_numerals(number, written):
    assert to_chinese(number) == written
    assert from_chinese(written) == number


def test_every_chinese_numeral_reads_back():
    assert [from_chinese(to_chinese(number)) for number in range(1, 1000)] == list(range(1, 1000))


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_numbers_outside_the_hundreds_are_refused(number):
    with pytest.raises(ValueError, match="一到九百九十九"):
        to_chinese(number)


@pytest.mark.parametrize("text", ["", "12", "一十", "二百一", "百", "零"])
def test_numerals_written_otherwise_are_refused(text):
    with pytest.raises(ValueError, match="中文数字"):
        from_chinese(text)
