"""The one policy: who may do what here, and which outlets are open to whom, in which scope.

The section `access` of anping.yml names accounts. Pages, SQL, exports, schedules and
deliveries ask here and nowhere else; which rows a scope leaves of a table is `cuts`'.
"""

import json
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from data_contracts.complaint import Complaint
from data_contracts.model import Outlet, Text

HERE = "here"
"""The account of whoever sits at the machine, where nobody has to sign in."""

SECRET_VARIABLE = "ANPING_OIDC_SECRET"  # nosec B105  # the name of a variable
"""Where the secret that this office shares with its provider of sign-in stands."""

Code = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,40}$")]
Name = Annotated[str, StringConstraints(pattern=r"^\w[\w.@-]{0,63}$")]
Mechanism = Literal["SRC", "RPT", "PUN", "SUP", "EVA", "ORG"]


class AccessError(Complaint):
    """Something that this account may not do or see."""


class Role(StrEnum):
    """What somebody is here for."""

    LEADER = "leader"
    UNIT = "unit"
    ANALYST = "analyst"
    STEWARD = "steward"
    ADMIN = "admin"
    SCREEN = "screen"
    """A screen on a wall, let in by a credential of its own."""


class Deed(StrEnum):
    """What the policy allows or not, beside the outlets."""

    BROWSE = "browse"
    EXPORT = "export"
    SUBMIT = "submit"
    QUERY = "query"
    ADMINISTER = "administer"
    """To see who has opened what, and to look at pages as somebody else."""


DEEDS: dict[Role, frozenset[Deed]] = {
    Role.LEADER: frozenset({Deed.BROWSE, Deed.EXPORT}),
    Role.UNIT: frozenset({Deed.BROWSE, Deed.EXPORT, Deed.SUBMIT}),
    Role.ANALYST: frozenset({Deed.BROWSE, Deed.EXPORT, Deed.QUERY}),
    Role.STEWARD: frozenset({Deed.BROWSE, Deed.EXPORT, Deed.SUBMIT, Deed.QUERY}),
    Role.ADMIN: frozenset(Deed),
    Role.SCREEN: frozenset({Deed.BROWSE}),
}
ROLES: dict[Role, Text] = {
    Role.LEADER: Text("领导", "leader"),
    Role.UNIT: Text("责任单位", "unit"),
    Role.ANALYST: Text("分析员", "analyst"),
    Role.STEWARD: Text("数据管理员", "data steward"),
    Role.ADMIN: Text("系统管理员", "administrator"),
    Role.SCREEN: Text("大屏", "wall screen"),
}
DEED_NAMES: dict[Deed, Text] = {
    Deed.BROWSE: Text("看板", "pages"),
    Deed.EXPORT: Text("导出", "export"),
    Deed.SUBMIT: Text("数据填报", "submission"),
    Deed.QUERY: Text("查询", "SQL"),
    Deed.ADMINISTER: Text("访问记录与代看", "audit log, viewing as somebody else"),
}


OUTLETS: dict[Outlet, Text] = {
    Outlet.OPEN: Text("公开", "open"),
    Outlet.OFFICE: Text("内部", "office"),
    Outlet.RESTRICTED: Text("受限", "restricted"),
}
DIMENSIONS: dict[str, Text] = {
    "areas": Text("辖区", "areas"),
    "units": Text("单位", "units"),
    "sectors": Text("行业领域", "sectors"),
    "mechanisms": Text("机制", "mechanisms"),
}


class Scope(BaseModel):
    """What somebody is limited to; of a dimension without a code, everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    areas: tuple[Code, ...] = ()
    units: tuple[Code, ...] = ()
    sectors: tuple[Code, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()

    @property
    def limits(self) -> dict[str, tuple[str, ...]]:
        """The codes by dimension, of those that are limited."""
        dimensions = Scope.model_fields
        return {name: getattr(self, name) for name in dimensions if getattr(self, name)}

    @property
    def print_(self) -> str:
        """A short name, the same for the same codes in whatever order."""
        limits = {name: sorted(set(codes)) for name, codes in self.limits.items()}
        return sha256(json.dumps(limits, sort_keys=True).encode()).hexdigest()[:16]


class Rights(Scope):
    """What anping.yml says of an account: `grants` are outlets beside the open one."""

    role: Role
    grants: tuple[Literal[Outlet.OFFICE, Outlet.RESTRICTED], ...] = ()

    @model_validator(mode="after")
    def _unit_is_named(self) -> Self:
        if self.role is Role.UNIT and not self.units:
            raise AccessError(
                "角色为 unit 的账户须用 'units' 写明单位代码。",
                "an account with role 'unit' must name its unit in 'units'",
            )
        return self

    @property
    def scope(self) -> Scope:
        """The limits alone."""
        return Scope(**self.limits)


class Account(BaseModel):
    """Somebody with rights; the name is all that is kept of a person."""

    model_config = ConfigDict(frozen=True)

    name: Name
    rights: Rights

    def may(self, deed: Deed) -> bool:
        """Whether its role includes `deed`."""
        return deed in DEEDS[self.rights.role]

    def demand(self, deed: Deed) -> None:
        """Raises AccessError unless its role includes `deed`."""
        if not self.may(deed):
            said = DEED_NAMES[deed]
            raise AccessError(
                f"账户 {self.name} 没有“{said.cn}”的权限，请联系系统管理员。",
                f"account {self.name} may not use: {said.en}; ask the administrator",
            )

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """Everything that it may open, the widest first."""
        return tuple(one for one in Outlet if not one.is_granted or one in self.rights.grants)

    def demand_outlet(self, outlet: Outlet) -> None:
        """Raises AccessError unless it may open `outlet`."""
        if outlet not in self.outlets:
            raise AccessError(
                f"账户 {self.name} 没有获准打开 {outlet} 出口；需要时请系统管理员在 anping.yml 的 "
                "'access' 中授权。",
                f"account {self.name} has no grant for the outlet '{outlet}'; the administrator "
                "can add it to 'access' in anping.yml",
            )


class Oidc(BaseModel):
    """A provider of sign-in by OpenID Connect; its secret is in ANPING_OIDC_SECRET."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metadata_url: str = Field(pattern=r"^https?://\S+/\.well-known/openid-configuration$")
    client_id: str = Field(min_length=1)
    account_claim: str = "preferred_username"
    """The claim of its token that holds the account's name in anping.yml."""

    @property
    def issuer(self) -> str:
        """Who issues its tokens: the address below which its metadata lie."""
        return self.metadata_url.partition("/.well-known/")[0].rstrip("/")


class SignIn(BaseModel):
    """How somebody shows who he is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    local: bool = False
    oidc: Oidc | None = None
    address: str | None = Field(default=None, pattern=r"^https?://[^\s/]+$")
    """Where browsers find the pages, as in https://anping.example; asked for with `oidc`."""
    session_hours: float = Field(default=8, gt=0, le=24 * 30)

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if not self.local and self.oidc is None:
            raise AccessError(
                "须写 'local: true' 或 'oidc'，否则谁也无法登录。",
                "needs 'local: true' or 'oidc', or nobody could sign in",
            )
        if self.oidc and self.address is None:
            raise AccessError(
                "使用 'oidc' 时须用 'address' 写明浏览器所用的网址。",
                "with 'oidc' the pages' own 'address' must be given",
            )
        return self


class Access(BaseModel):
    """The section `access` of anping.yml.

    Without `sign_in` the pages are served to this machine alone, and whoever sits at it has the
    account `here`: that of an administrator without grants, unless `accounts` says otherwise.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sign_in: SignIn | None = None
    accounts: dict[Name, Rights] = {}

    def account(self, name: str) -> Account | None:
        """The account called `name`; None where anping.yml names none."""
        rights = self.accounts.get(name)
        return Account(name=name, rights=rights) if rights else None

    def here(self) -> Account:
        """Whoever sits at the machine, where nobody has to sign in."""
        return self.account(HERE) or Account(name=HERE, rights=Rights(role=Role.ADMIN))


def explained(account: Account) -> list[tuple[Text, Text]]:
    """What an account may, in words: role, deeds, outlets and limits, one line each."""
    rights = account.rights
    may = [DEED_NAMES[deed] for deed in Deed if account.may(deed)]
    lines = [
        (Text("账户", "account"), Text(account.name, account.name)),
        (Text("角色", "role"), ROLES[rights.role]),
        (Text("可以使用", "may use"), _listed(may)),
        (Text("出口", "outlets"), _listed([OUTLETS[one] for one in account.outlets])),
    ]
    for name, codes in rights.limits.items():
        lines.append((DIMENSIONS[name], Text("、".join(codes), ", ".join(codes))))
    if not rights.limits:
        lines.append((Text("范围", "scope"), Text("全部", "everything")))
    return lines


def _listed(texts: list[Text]) -> Text:
    return Text("、".join(one.cn for one in texts), ", ".join(one.en for one in texts))
