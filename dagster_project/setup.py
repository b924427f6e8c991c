"""Makes a workspace: folders, commented settings and catalogue, an example mapping."""

import re

from dagster_project.catalogue import versions
from dagster_project.settings import AREA_CODE, Workspace
from dagster_project.warehouse import durable
from data_contracts.configuration import ConfigurationError

SETTINGS = """\
# Anping 安评 工作区设置 workspace settings
# 除 home_area 外均可省略，注释中是默认值。 All but home_area may be left out; defaults are shown.

# 本级区划代码，须加引号。 Code of the area whose office this is, in quotes.
home_area: "{home_area}"
{demo}
# 每日运行时间（北京时间）。 Time of the daily run, China Standard Time.
# daily_at: "05:00"

# 数据截止日距运行日的天数，1 即昨天。 Days from the run back to the cut-off; 1 is yesterday.
# cut_off_days: 1

# 涉及个人的数值每月自该日起发布一期。 Day of the month from which figures derived from persons
# are released.
# release_day: 1

# 保留的快照个数。 Snapshots to keep.
# keep_snapshots: 7

# 来源连不上时的重试次数与间隔秒数。 Tries, and seconds between them, when a source is away.
# source_retries: 3
# source_retry_seconds: 30

# 更新数据时可用的内存（GB）；数据很多而内存不够时调大。 Memory for runs, in gigabytes.
# memory_gigabytes: 2

# 端口；流水线页面只在 127.0.0.1 监听。 Ports; the pipeline's pages are on 127.0.0.1 only.
# ports: {{dashboards: 8501, pipeline: 3070}}

# 看板的地址；不是本机地址时，须配置登录和证书。 Where the dashboards listen; an address that
# others can reach needs sign-in and the files of a certificate.
# web: {{address: 0.0.0.0, certificate: tls/cert.pem, key: tls/key.pem}}

# 谁可以做什么：docs/access.md。不配置登录时，看板只在本机使用，坐在机器前的人是账户 here。
# Who may do what. Without sign-in the pages are for this machine, and whoever sits at it is 'here'.
{access}

# 报送期限：期末之后第几个工作日，~ 为不做。 The working day after its period on which each
# return is due; ~ where none is made.
# returns: {{monthly: 5, quarterly: 10, half_yearly: 15, yearly: 20}}

# 考核评分的接收方，口令写作 ${{变量名}}；rights 为 open（只发对外公布的，默认）或 office（全部）。
# Who is sent scorecards. Secrets are named as ${{VARIABLE}}; rights are open (what everyone may
# see, the default) or office (the issue whole); tries is 5.
# deliveries:
#   - {{name: 旗考核办, kind: folder, path: /mnt/khb, rights: office}}
#   - {{name: 市考核平台, kind: sftp, url: "sftp://anping:${{KHB_PASSWORD}}@sftp.example.cn:22/in",
#      host_key: "SHA256:…"}}            # 或 key_file: 私钥文件 or a private key in a file
#   - {{name: 公开平台, kind: http, url: "https://khb.example.cn/scorecards",
#      headers: {{Authorization: "Bearer ${{KHB_TOKEN}}"}}, timeout_seconds: 30}}
"""
ACCESS = """\
# access:
#   sign_in: {local: true, session_hours: 8}   # 或 oidc，见文档 or oidc: see the document
#   accounts:
#     zhuren:   {role: leader}
#     tuke:     {role: unit, units: ["TK-01"]}
#     fenxi:    {role: analyst, grants: [office], areas: ["150626102"]}
#     shuju:    {role: steward}
#     guanli:   {role: admin}
#     dating:   {role: screen}                 # 大屏，凭据另发 a screen on a wall"""
EXAMPLE = """\
# 映射示例：把此文件改名为 .yml 并按实际表头修改。
# An example of a mapping: rename it to .yml and fit it to your headers.
contract: hotline_ticket
files: inbox/hotline/*.csv
# encoding: gb18030        # 不写则自动识别 detected when left out
delivery: upsert           # snapshot 全量 | upsert 按主键更新 | append 只追加
columns:
  ticket_id: 工单号
  area_code: {from: 所属镇, codes: {图克镇: "150626102"}}
  unit_code: 承办部门
  created_on: 受理时间
  due_on: 限办时间
  closed_on: 办结时间
"""

CATALOGUE = """\
# 指标目录的变动：改出厂指标，或增加本单位自定的指标；说明见 docs/catalogue.md。
# What this office changes in the catalogue of indicators, and what it adds: docs/catalogue.md.
# 每项自 from 那一日起生效。去掉 # 即可使用下面的例子。
# Each entry holds from its day on. The example below works once its # are taken away.

"""


def make(workspace: Workspace, home_area: str, demo: str | None = None) -> None:
    """An empty workspace with commented settings; `demo` are those of a demonstration.

    Raises:
        ConfigurationError: there is one already, or `home_area` is no area code.
    """
    if re.fullmatch(AREA_CODE, home_area) is None:
        raise ConfigurationError(
            "'--home-area' 须是 6、9 或 12 位区划代码，如 150626102。",
            "'--home-area' must be an area code of 6, 9 or 12 digits, such as 150626102",
        )
    if workspace.settings_file.exists():
        raise ConfigurationError(
            f"{workspace.home} 已经是工作区，请直接修改其中的 {workspace.settings_file.name}。",
            f"{workspace.home} is a workspace already; edit {workspace.settings_file.name} in it",
        )
    for folder in (workspace.inbox, workspace.mappings, workspace.logs):
        folder.mkdir(parents=True, exist_ok=True)
    mark = (
        "\n# 演示工作区：所有页面和文件都标明“演示数据”。 A demonstration.\ndemo: true\n"
        if demo is not None
        else ""
    )
    (workspace.mappings / "example.yml.txt").write_text(EXAMPLE, encoding="utf-8")
    example = versions.EXAMPLE.read_text(encoding="utf-8").splitlines()
    commented = "".join(f"# {line}".rstrip() + "\n" for line in example)
    (workspace.home / versions.FILE).write_text(CATALOGUE + commented, encoding="utf-8")
    with durable.whole(workspace.settings_file) as draft:
        text = SETTINGS.format(home_area=home_area, demo=mark, access="" if demo else ACCESS) + (
            demo or ""
        )
        draft.write_text(text, encoding="utf-8")
