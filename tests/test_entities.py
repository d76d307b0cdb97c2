"""Documents are written with their mentions marked: ``[Company 青禾公司]``; ``[~Company 该公司]`` is a deictic form."""

import re

import pytest

from kg.entities import resolve_entities
from kg.entities.aliases import company_forms, legal_core
from kg.entities.names import trim
from kg.knowledge import Knowledge
from kg.knowledge.forms import read_forms
from kg.model import Block, Document, Entity, Mention, Sentence, Span
from kg.pipeline import extract

MARK = re.compile(r"\[(~?)(\w+) ([^\[\]]+)\]")


def read_marked(text: str) -> list[Mention]:
    """Each line is a paragraph, ``#`` a heading; sentences end with 。"""
    mentions: list[Mention] = []
    place = 0
    for paragraph, line in enumerate(text.strip().split("\n"), 1):
        for part in re.findall(r"[^。]+。?", line.lstrip("# ")):
            words = MARK.sub(lambda match: match[3], part)
            span = Span(place, place + len(words))
            place = span.end + 1
            block: Block = "heading" if line.startswith("#") else "body"
            sentence = Sentence(text=words, pieces=(span,), block=block, paragraph=paragraph)
            shift = 0
            for match in MARK.finditer(part):
                start = match.start() - shift
                shift += len(match[0]) - len(match[3])
                rule = f"deictic:{match[3]}" if match[1] else "test"
                mentions.append(Mention(sentence, start, start + len(match[3]), match[2], rule))
    return mentions


def resolve(text: str, region: str | None, knowledge: Knowledge) -> list[tuple[str, Entity | None]]:
    mentions = read_marked(text)
    document = Document(id="test", text="", region=region)
    found = resolve_entities(mentions, document, knowledge)
    return [(mention.text, found.get(mention)) for mention in mentions]


def names(text: str, region: str | None, knowledge: Knowledge) -> list[str | None]:
    return [entity.name if entity else None for _, entity in resolve(text, region, knowledge)]


@pytest.mark.parametrize(
    ("region", "form", "name", "scope"),
    [
        ("湖南省衡阳市", "我市", "衡阳市", "430400"),
        ("湖南省衡阳市", "全省", "湖南省", "430000"),
        ("湖南省衡阳市", "市里", "衡阳市", "430400"),
        ("湖南省衡阳市", "全国", "中国", "CN"),
        ("湖北省武汉市汉南区", "全区", "汉南区", "420113"),
        ("湖北省武汉市汉南区", "全市", "武汉市", "420100"),
        ("湖南省长沙市浏阳市", "我市", "浏阳市", "430181"),
        ("广西壮族自治区南宁市", "全区", "广西壮族自治区", "450000"),
    ],
)
def test_resolve_entities_knows_what_the_texts_region_calls_itself(
    region: str, form: str, name: str, scope: str, knowledge: Knowledge
) -> None:
    ((_, entity),) = resolve(f"[~AdministrativeRegion {form}]加快发展。", region, knowledge)
    assert entity == Entity(type="AdministrativeRegion", name=name, scope=scope, deictic=(form,))


def test_resolve_entities_leaves_out_a_region_that_the_text_has_not(knowledge: Knowledge) -> None:
    assert names("[~AdministrativeRegion 我县]加快发展。", "湖南省衡阳市", knowledge) == [None]
    assert names("[~AdministrativeRegion 我市]加快发展。", None, knowledge) == [None]
    assert names("[~AdministrativeRegion 全省]加快发展。", None, knowledge) == [None]


def test_resolve_entities_knows_the_country_in_a_text_without_a_region(knowledge: Knowledge) -> None:
    assert names("[~AdministrativeRegion 全国]新登记企业80万户。", None, knowledge) == ["中国"]


@pytest.mark.parametrize(
    ("region", "text", "code"),
    [
        ("福建省福州市", "[AdministrativeRegion 鼓楼区]加快发展。", "350102"),
        ("江苏省", "[AdministrativeRegion 徐州市]和[AdministrativeRegion 鼓楼区]加快发展。", "320302"),
        ("江苏省南京市", "[AdministrativeRegion 徐州市][AdministrativeRegion 鼓楼区]加快发展。", "320302"),
        ("湖南省衡阳市", "[AdministrativeRegion 衡阳]加快发展。", "430400"),
        ("全国", "[AdministrativeRegion 湖北省武汉市汉南区]加快发展。", "420113"),
    ],
)
def test_resolve_entities_tells_regions_of_one_name_apart(
    region: str, text: str, code: str, knowledge: Knowledge
) -> None:
    entity = resolve(text, region, knowledge)[-1][1]
    assert entity is not None
    assert entity.scope == code


@pytest.mark.parametrize(
    ("region", "kind", "form", "name", "slot"),
    [
        ("湖南省衡阳市", "GovernmentBody", "市委", "中共衡阳市委员会", "deictic"),
        ("湖南省衡阳市", "GovernmentBody", "市政府", "衡阳市人民政府", "deictic"),
        ("湖北省武汉市汉南区", "GovernmentBody", "区人大常委会", "汉南区人民代表大会常务委员会", "deictic"),
        ("湖北省武汉市汉南区", "GovernmentBody", "武汉市委", "中共武汉市委员会", "aliases"),
        ("河北省邢台市", "GovernmentBody", "南和县委", "中共南和县委员会", "aliases"),
        ("湖南省衡阳市", "SocialOrganization", "市科协", "衡阳市科学技术协会", "deictic"),
        ("湖南省衡阳市", "SocialOrganization", "民盟衡阳市委", "中国民主同盟衡阳市委员会", "aliases"),
        ("湖南省衡阳市", "GovernmentBody", "省发改委", "湖南省发展和改革委员会", "deictic"),
        ("湖南省衡阳市", "GovernmentBody", "市教体局", "衡阳市教育体育局", "deictic"),
        ("湖南省衡阳市", "EducationResearch", "湖南省农科院", "湖南省农业科学院", "aliases"),
        ("湖南省衡阳市", "Event", "市委经济工作会议", "中共衡阳市委经济工作会议", "deictic"),
        ("安徽省", "Company", "省青禾投控集团", "安徽省青禾投控集团", "deictic"),
        ("湖北省武汉市", "Park", "武汉经开区", "武汉经济技术开发区", "aliases"),
        ("江苏省苏州市", "Park", "高新区", "苏州高新技术产业开发区", "deictic"),
        ("湖南省衡阳市", "Programme", "市场主体“培育工程”", "市场主体“培育工程”", "name"),
    ],
)
def test_resolve_entities_names_bodies_in_full(
    region: str, kind: str, form: str, name: str, slot: str, knowledge: Knowledge
) -> None:
    ((_, entity),) = resolve(f"[{kind} {form}]部署工作。", region, knowledge)
    assert entity is not None
    assert (entity.type, entity.name) == (kind, name)
    assert form in getattr(entity, slot)


def test_bodies_in_a_list_of_posts_are_of_one_region(knowledge: Knowledge) -> None:
    line = "株洲市委书记、市人大常委会主任到会，市委部署工作。"
    sentence = Sentence(text=line, pieces=(Span(0, len(line)),))
    places = (("株洲市委", 0, "region-body"), ("市人大常委会", 7, "deictic:市人大常委会"), ("市委", 18, "deictic:市委"))
    mentions = [Mention(sentence, start, start + len(form), "GovernmentBody", rule) for form, start, rule in places]
    found = resolve_entities(mentions, Document(id="t", text=line, region="湖南省衡阳市"), knowledge)
    assert [found[mention].name for mention in mentions] == [
        "中共株洲市委员会",
        "株洲市人民代表大会常务委员会",
        "中共衡阳市委员会",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Company 青禾盐业有限公司]投产。[Company 青禾]扩产。", ["青禾盐业有限公司"] * 2),
        ("[Company 湖南青禾金属制品有限公司]投产。[Company 青禾公司]扩产。", ["湖南青禾金属制品有限公司"] * 2),
        ("[Company 宇光]、[Company 宇光客车]出口增长。", ["宇光客车", "宇光客车"]),
        ("[Company 特能电工]与[Company 特能电工衡能公司]合作。", ["特能电工", "特能电工衡能公司"]),
        ("[Company 青禾集团]和[Company 青禾集团衡阳分公司]合作。", ["青禾集团", "青禾集团衡阳分公司"]),
        (
            "[Company 青禾盐业有限公司]、[Company 青禾电子有限公司]和[Company 青禾]。",
            ["青禾盐业有限公司", "青禾电子有限公司", "青禾"],
        ),
        ("[Company 青禾钢铁集团]和[Company 青禾钢铁有限公司]。", ["青禾钢铁有限公司"] * 2),
        ("[Industry 现代物流业]壮大，[Industry 物流业]提速。", ["现代物流业", "现代物流业"]),
        ("[Industry 高技术制造业]壮大，[Industry 制造业]提速。", ["高技术制造业", "制造业"]),
        ("推进“[Programme 双轮三翼]”建设，[Programme “双轮三翼”战略]提速。", ["双轮三翼", "双轮三翼"]),
        ("[Platform “惠企超市”平台]上线，[Platform 惠企超市]便利。", ["“惠企超市”平台"] * 2),
        ("[Event 2023年湘商大会]开幕，[Event 湘商大会]闭幕。", ["2023年湘商大会"] * 2),
        ("[Park 合肥滨湖科学城]和[Programme 合肥滨湖科学城改革方案]。", ["合肥滨湖科学城", "合肥滨湖科学城改革方案"]),
        ("[Company 青禾数据科技有限公司]（下称[Company 禾数科]）投产。", ["青禾数据科技有限公司"] * 2),
        ("[Company 青禾数据科技有限公司]（简称：[Company 禾数科]）投产。", ["青禾数据科技有限公司"] * 2),
        ("[Company 青禾数据科技有限公司]（称赞[Company 禾数科]）投产。", ["青禾数据科技有限公司", "禾数科"]),
        ("[Company 青禾数据科技有限公司]（以下简称“[Company 禾数科]”）投产。", ["青禾数据科技有限公司"] * 2),
        ("《[Programme 关于推广节水的若干措施]》印发，《[Programme 若干措施]》提出。", ["关于推广节水的若干措施"] * 2),
        ("[Company 东海交易所]（[Company 东交所]）开市。", ["东海交易所"] * 2),
        ("[Company 歌尔股份有限公司]投产，[Company 歌尔股份]扩产。", ["歌尔股份有限公司"] * 2),
        ("[Company 青禾股份]投产，[Company 青禾]扩产。", ["青禾股份"] * 2),
        (
            "[Company 中国第一重型机械集团公司]（简称[Company 中国一重]）投产。",
            ["中国第一重型机械集团公司"] * 2,
        ),
    ],
)
def test_resolve_entities_unites_forms_by_structure(text: str, expected: list[str], knowledge: Knowledge) -> None:
    assert names(text, "湖南省衡阳市", knowledge) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Company 青禾公司]投产。[~Company 该公司]扩产。", "青禾公司"),
        ("[Company 青禾公司]与[Company 绿野公司]签约。[~Company 该公司]扩产。", "青禾公司"),
        ("[Company 青禾公司]控股[Company 绿野公司]，[~Company 该公司]扩产。", "绿野公司"),
        ("[~Company 该公司]扩产。[Company 青禾公司]投产。", None),
        ("[Company 甲禾公司]、[Company 乙禾公司]、[Company 丙禾公司]投产。[~Company 该公司]扩产。", None),
        ("# [Person 李桐]\n[Company 青禾公司]投产。\n\n# [Person 王棣]\n[~Company 公司]扩产。", None),
        ("[Person 李桐]是董事长。[~Person 他]建议扩产。", "李桐"),
        ("和[Person 李桐]想法一样的还有[Person 王芳]。[~Person 他]建议扩产。", "王芳"),
        ("[Person 李桐]会见了[Person 王芳]。[~Person 他]建议扩产。", "李桐"),
        ("[Platform 惠企平台]上线。[~Platform 该平台]便利。", "惠企平台"),
        ("[Company 青禾公司]为[Company 绿野公司]供货，今年[~Company 公司]扩产。", "青禾公司"),
        ("[Park 滨江经开区]的[Park 青禾制造基地]投产。[~Park 该基地]扩产。", "青禾制造基地"),
        (
            "[Company 青禾公司]在与[Company 绿野公司]的竞争中胜出，[Company 青山公司]跟进，[~Company 公司]扩产。",
            "青山公司",
        ),
        ("[Park 滨江产业园]投产。[~Park 该基地]扩产。", "滨江产业园"),
        ("[Park 滨江经开区]扩容。[~Park 园区]提速。", "滨江经开区"),
        ("[Platform 惠企平台]上线。建设国际数据[~Platform 平台]。", None),
        ("[Person 李桐]是董事长，涉及其[~Person 他]行业。", None),
        ("[Event 湘商博览会]开幕。[~Event 此次会议]规模大。", None),
        ("[Event 湘商博览会]开幕。[~Event 此次活动]规模大。", "湘商博览会"),
        ("[AdministrativeRegion 长沙市]增长。[~AdministrativeRegion 该市]提速。", "长沙市"),
        ("[AdministrativeRegion 长沙县]增长。[~AdministrativeRegion 该市]提速。", "衡阳市"),
        ("[AdministrativeRegion 双泉镇]增长。[~AdministrativeRegion 我镇]提速。", "双泉镇"),
    ],
)
def test_resolve_entities_finds_antecedents(text: str, expected: str | None, knowledge: Knowledge) -> None:
    assert names(text, "湖南省衡阳市", knowledge)[-1 if not text.startswith("[~") else 0] == expected


def test_resolve_entities_keeps_programmes_of_a_city_and_a_company_apart(knowledge: Knowledge) -> None:
    text = "[~AdministrativeRegion 我市]推进“[Programme 双轮三翼]”。[Company 青禾公司]形成“[Programme 双轮三翼]”架构。"
    _, (_, city), (_, company), (_, inside) = resolve(text, "湖南省衡阳市", knowledge)
    assert city is not None
    assert company is not None
    assert inside is not None
    assert (city.scope, inside.scope) == ("430400", "青禾公司")


def test_resolve_entities_lets_a_company_carry_out_the_citys_programme(knowledge: Knowledge) -> None:
    text = "[~AdministrativeRegion 我市]推进“[Programme 双轮三翼]”。[Company 青禾公司]落实“[Programme 双轮三翼]”。"
    found = resolve(text, "湖南省衡阳市", knowledge)
    assert found[1][1] == found[3][1]


def test_resolve_entities_scopes_names_that_every_city_has(knowledge: Knowledge) -> None:
    text = "[Park 软件园]和[Park 翰岭5G产业园]运行，[Place 人民路]通车。"
    scopes = [entity.scope if entity else None for _, entity in resolve(text, "湖南省衡阳市", knowledge)]
    assert scopes == ["430400", None, "430400"]


def test_read_forms_sessions_find_their_examples(knowledge: Knowledge) -> None:
    for session in read_forms().sessions:
        for form, name in session.examples:
            region = "湖北省武汉市汉南区" if "汉南" in name else "湖南省衡阳市"
            *before, short = re.split("(?<=、)", form)
            assert names(f"{''.join(before)}[Event {short}]召开。", region, knowledge) == [name], session.id
        for form in session.counter_examples:
            assert session.match.fullmatch(form) is None, session.id


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        ("湖南翰岭金属制品有限公司", ["翰岭金属制品有限公司", "翰岭", "翰岭公司", "湖南翰岭"], ["金属制品", "湖南"]),
        ("浏阳邮政喜乡购电子商务公司", ["邮政喜乡购", "喜乡购"], ["电子商务", "浏阳"]),
        ("中国移动衡阳分公司", [], ["中国移动"]),
    ],
)
def test_company_forms_lists_short_forms(
    name: str, present: list[str], absent: list[str], knowledge: Knowledge
) -> None:
    forms = company_forms(name, knowledge)
    assert [form for form in present if form not in forms] == []
    assert [form for form in absent if form in forms] == []


def test_legal_core_keeps_branches(knowledge: Knowledge) -> None:
    assert legal_core("筑岭实业有限公司", knowledge) == legal_core("筑岭实业公司", knowledge) == "筑岭实业"
    assert legal_core("中国移动衡阳分公司", knowledge) == "中国移动衡阳分公司"
    assert legal_core("青禾科技（长沙）有限公司", knowledge) == "青禾科技长沙"
    assert legal_core("青禾科技（集团）有限公司", knowledge) == "青禾科技"


@pytest.mark.parametrize(("text", "expected"), [("“金桥”", "金桥"), ("“金桥”工程", "“金桥”工程"), ("金桥”", "金桥")])
def test_trim_keeps_quotation_marks_inside(text: str, expected: str) -> None:
    assert trim(text) == expected


@pytest.mark.parametrize("form", ["全区", "高新区"])
def test_resolve_entities_knows_a_development_zones_own_text(form: str, knowledge: Knowledge) -> None:
    kind = "Park" if form == "高新区" else "AdministrativeRegion"
    ((_, entity),) = resolve(f"[~{kind} {form}]加快发展。", "江苏省苏州市高新区", knowledge)
    assert entity == Entity(type="Park", name="苏州高新技术产业开发区", deictic=(form,))


@pytest.mark.parametrize(
    ("form", "kind", "rule", "name"),
    [
        ("湖南省住建厅建管处", "GovernmentBody", "body-department", "湖南省住房和城乡建设厅建管处"),
        ("财政局", "GovernmentBody", "listed:市", "衡阳市财政局"),
        ("统战部", "GovernmentBody", "listed:市", "中共衡阳市委统战部"),
        ("侨联", "SocialOrganization", "listed:市", "衡阳市归国华侨联合会"),
        ("石湾", "AdministrativeRegion", "short:石湾镇", "石湾镇"),
        ("市委宣传部", "GovernmentBody", "deictic:市委宣传部", "中共衡阳市委宣传部"),
    ],
)
def test_parts_and_rows_have_the_full_name_of_what_they_belong_to(knowledge, form, kind, rule, name):
    mention = Mention(Sentence(text=form, pieces=(Span(0, len(form)),)), 0, len(form), kind, rule)
    entities = resolve_entities([mention], Document(id="test", text="", region="湖南省衡阳市"), knowledge)
    assert entities[mention].name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "[Company 广西桂岭新能源材料有限公司]投产。[Company 广西桂岭新能源]增资。[Company 桂岭新能源]招工。",
            "广西桂岭新能源材料有限公司",
        ),
        ("同意设立[Park 贵州湄水高新技术产业开发区]。[Park 湄水高新区]要改革。", "贵州湄水高新技术产业开发区"),
        ("[Company 秦岭机床工具集团有限公司]投产。[Company 秦岭机床]增资。", "秦岭机床工具集团有限公司"),
    ],
)
def test_resolve_entities_follows_short_forms_of_short_forms(text: str, name: str, knowledge: Knowledge) -> None:
    assert names(text, None, knowledge)[-1] == name


@pytest.mark.parametrize(
    ("kind", "form", "name"),
    [
        ("Park", "天竺综保区", "天竺综合保税区"),
        ("Park", "河南自贸试验区", "中国（河南）自由贸易试验区"),
        ("GovernmentBody", "江城商圈管委会", "江城商圈管理委员会"),
        ("GovernmentBody", "龙田街道党工委", "中共龙田街道工作委员会"),
        ("GovernmentBody", "中共龙田街道党工委", "中共龙田街道工作委员会"),
        ("GovernmentBody", "长塘村委会", "长塘村村民委员会"),
        ("GovernmentBody", "长塘村支部", "长塘村党支部"),
        ("GovernmentBody", "海口海关", "海口海关"),
    ],
)
def test_resolve_entities_writes_zones_and_committees_out(
    kind: str, form: str, name: str, knowledge: Knowledge
) -> None:
    assert names(f"[{kind} {form}]推出新举措。", None, knowledge) == [name]


def test_resolve_entities_knows_a_foreigner_by_the_family_name(knowledge: Knowledge) -> None:
    text = "[Person 塞尔玛·昆德森]来到工地。[Person 昆德森]说，桥已合龙。"
    assert names(text, None, knowledge) == ["塞尔玛·昆德森", "塞尔玛·昆德森"]


def test_resolve_entities_knows_no_federation_without_a_region(knowledge: Knowledge) -> None:
    mention = Mention(Sentence(text="侨联", pieces=(Span(0, 2),)), 0, 2, "SocialOrganization", "listed:县")
    assert resolve_entities([mention], Document(id="test", text="", region="湖南省衡阳市"), knowledge) == {}


def test_a_brand_is_the_firm_that_begins_with_it_rather_than_one_that_a_region_begins(knowledge: Knowledge) -> None:
    text = "[Company 常州青禾电子有限公司]由[Company 青禾锂业]出资。[Company 青禾]扩产。"
    assert names(text, None, knowledge)[-1] == "青禾锂业"
    text = "[Company 常州青禾电子有限公司]成立[Company 青禾销售公司]。[Company 青禾]扩产。"
    assert names(text, None, knowledge)[-1] == "常州青禾电子有限公司"


def test_this_districts_bodies_are_those_of_the_district_named_last(knowledge: Knowledge) -> None:
    text = "[AdministrativeRegion 游仙区]创新做法。该[GovernmentBody 区人社局]招聘。[GovernmentBody 市人社局]开会。"
    found = names(text, "四川省绵阳市", knowledge)
    assert found == ["游仙区", "游仙区人力资源和社会保障局", "绵阳市人力资源和社会保障局"]


def test_what_a_body_is_of_may_be_meant_behind_it(knowledge: Knowledge) -> None:
    text = (
        "[AdministrativeRegion 广州市]很好。[GovernmentBody 佛山市商务局]获悉，[~AdministrativeRegion 该市]出口增长。"
    )
    assert names(text, "广东省", knowledge)[-1] == "佛山市"
    document = Document(id="t", text="记者从广州开发区知识产权局获悉，该区专利增长。", region="广东省")
    assert [e.name for m, e in extract(document, knowledge).entities.items() if m.text == "该区"] == ["广州开发区"]


def test_a_zone_called_for_short_is_one_that_is_called_so(knowledge: Knowledge) -> None:
    text = "[Park 湖州南太湖新区]扩容。[~Park 经开区]提速。"
    assert names(text, "浙江省湖州市", knowledge)[-1] == "湖州经济技术开发区"
    assert names("[~Park 经开区]提速。", "上海市松江区", knowledge) == ["松江经济技术开发区"]
    assert names("[~Park 经开区]提速。", "上海市嘉定区", knowledge) == [None]


def test_who_only_is_addressed_does_not_go_on_speaking(knowledge: Knowledge) -> None:
    text = "[Person 许珂]对[Person 唐海]到访表示欢迎，[~Person 她]表示支持。"
    assert names(text, None, knowledge)[-1] == "许珂"
    text = "[Person 许珂]向[Person 唐海]求助，[~Person 她]是社区书记。"
    assert names(text, None, knowledge)[-1] == "唐海"
    text = "[Person 许珂]说，[Person 唐海]到访，[~Person 他]表示支持。"
    assert names(text, None, knowledge)[-1] == "唐海"
