-- A returned row is a scorecard on which something is scored and whose lines do not carry all of
-- its weight between them, or carry other points than the mean that its total shows.
with

lines as (

    select
        period,
        subject_kind,
        subject_code,
        sum(weight) as weight,
        sum(effective_weight) as effective_weight,
        sum(points) filter (where weight > 0) as points
    from {{ ref('mart_scorecard_line') }}
    group by period, subject_kind, subject_code

),

totals as (

    select * from {{ ref('mart_scorecard') }}
    where part = 'total' and applicable_weight > 0

)

select
    lines.*,
    totals.score_before_red_lines
from totals
left join lines
    on
        totals.period = lines.period
        and totals.subject_kind = lines.subject_kind
        and totals.subject_code = lines.subject_code
where
    lines.weight is null
    or abs(lines.effective_weight - lines.weight) > 1e-9
    or (
        totals.score_before_red_lines < 100
        and abs(
            100 * lines.points / lines.weight + totals.bonus_points - totals.score_before_red_lines
        ) > 0.0051
    )
