-- A returned row is a composite that its published components do not explain: their weighted sum
-- is another value, their weights do not add up to 1, or the value is there without one of them.
with

explained as (

    select
        indicator_id,
        subject_kind,
        subject_code,
        period_kind,
        period,
        sum(weight) as weight,
        case when count(value) = count(*) then sum(weight * value) end as explained_value
    from {{ ref('mart_indicator_component') }}
    where weight is not null
    group by all

)

select
    explained.*,
    figures.value as published_value
from explained
left join {{ ref('mart_indicator_value') }} as figures
    on
        explained.indicator_id = figures.indicator_id
        and explained.subject_kind = figures.subject_kind
        and explained.subject_code = figures.subject_code
        and explained.period_kind = figures.period_kind
        and explained.period = figures.period
where
    figures.status is null
    or abs(explained.weight - 1) > 1e-9
    or (explained.explained_value is null) != (figures.value is null)
    or abs(explained.explained_value - figures.value) > 1e-9
