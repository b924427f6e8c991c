{#- Additive `measures` of a register by subject and period: the one roll-up. Models call it by
    subject_period_sums, subject_period_stock, subject_period_totals or subject_period_distinct.

    `counted` is a model with month_on, unit_code, area_code, ancestry_on (a day on which the
    area's place in the hierarchy is looked up; empty where it has none) and the measures;
    `period_months` names the months (month_on) of which a period (period_kind, period) is made,
    and is none where the rows of `counted` name their period themselves. `subjects` are those it
    is made for: `area` (of level town and above, each of which gathers the rows of every area
    below it), `village`, and `unit`, for which alone `counted` needs a unit_code. Dense: a row for
    each subject and period from the first month on, with 0 where nothing falls in it; kinds of
    period shorter than `shortest` are left out. -#}
{% macro subject_period_rollup(counted, measures, period_months, shortest, subjects) -%}
    {%- set kinds = period_kinds() | map('first') | list -%}
    {%- set kept = "'" ~ kinds[kinds.index(shortest):] | join("', '") ~ "'" -%}
    {%- if period_months is none -%}
        {%- set times, period_of, in_months = ['period_kind', 'period'], 'by_subject', '' -%}
    {%- else -%}
        {%- set times, period_of = ['month_on'], 'months' -%}
        {%- set in_months = 'inner join ' ~ period_months
            ~ ' as months on by_subject.month_on = months.month_on' -%}
    {%- endif -%}
    with

    by_area as (
        select
            area_code,
            ancestry_on,
            {{ times | join(', ') }},
            {{ sums_of(measures) }}
        from {{ counted }}
        group by area_code, ancestry_on, {{ times | join(', ') }}
    ),

    by_subject as (
        select
            'area' as subject_kind,
            ancestors.ancestor_code as subject_code,
            by_area.{{ times | join(', by_area.') }},
            {{ sums_of(measures, 'by_area') }}
        from by_area
        inner join {{ ref('int_area_ancestor') }} as ancestors
            on
                by_area.area_code = ancestors.area_code
                and {{ holds_on('ancestors', 'by_area.ancestry_on') }}
        where {{ 'true' if 'village' in subjects else "ancestors.ancestor_level != 'village'" }}
        group by ancestors.ancestor_code, by_area.{{ times | join(', by_area.') }}

    {% if 'unit' in subjects %}
        union all

        select
            'unit' as subject_kind,
            unit_code as subject_code,
            {{ times | join(', ') }},
            {{ sums_of(measures) }}
        from {{ counted }}
        group by unit_code, {{ times | join(', ') }}
    {% endif %}
    ),

    by_period as (
        select
            by_subject.subject_kind,
            by_subject.subject_code,
            {{ period_of }}.period_kind,
            {{ period_of }}.period,
            {{ sums_of(measures, 'by_subject') }}
        from by_subject
        {{ in_months }}
        group by
            by_subject.subject_kind,
            by_subject.subject_code,
            {{ period_of }}.period_kind,
            {{ period_of }}.period
    ),

    first_month as (
        select min(month_on) as month_on from {{ counted }}
    )

    select
        subjects.subject_kind,
        subjects.subject_code,
        subjects.period_kind,
        subjects.period,
        subjects.period_from,
        subjects.period_to,
        {{ zero_filled(measures, 'by_period') }}
    from {{ ref('int_subject_period') }} as subjects
    inner join first_month on subjects.period_to >= first_month.month_on
    left join by_period
        on
            subjects.subject_kind = by_period.subject_kind
            and subjects.subject_code = by_period.subject_code
            and subjects.period_kind = by_period.period_kind
            and subjects.period = by_period.period
    where
        subjects.period_kind in ({{ kept }})
        and {{ 'true' if 'village' in subjects else 'subjects.is_village is not true' }}
        and {{ 'true' if 'unit' in subjects else "subjects.subject_kind = 'area'" }}
{%- endmacro %}
