{#- What the protection of a release did, by published table, part of the figure and rule: how many
    small counts were shown not to be found out, what is blank, and which revisions are held back. -#}
{%- set rules = [
    (
        'disclosure_audited', 'is_small',
        '数值过小，已核验无法由全部公开数据推算得出。',
        'A small count that all that is published was shown not to give away.',
    ),
    (
        'disclosure_blank', 'is_blank',
        '数值过小，或会使过小的数值可被推算，对外不显示。',
        'Too small to be shown to everyone, or would give such a count away.',
    ),
    (
        'disclosure_held_back', 'is_held_back',
        '更正幅度过小，暂不对外更正。',
        'Changed by too little since it was released for the change to be shown.',
    ),
] -%}

with

decisions as (

    select * from {{ ref('int_release_decision') }}

),

figures as (

    select * from {{ ref('int_release_figure') }}

),

run as (

    select built_at from {{ source('raw', 'run') }}

),

parts as (

    {% for part, column in [('whole', 'denominator'), ('met', 'numerator')] %}
        select
            case
                when decisions.measure like 'survey/%' then 'mart_survey_score'
                when decisions.measure like '%/%' then 'mart_indicator_component'
                else 'mart_indicator_value'
            end as contract,
            '{{ column }}' as column_name,
            decisions.{{ part }} > 0 and decisions.{{ part }} < figures.threshold as is_small,
            not decisions.is_{{ part }}_shown as is_blank,
            decisions.is_{{ part }}_shown and decisions.{{ part }} != figures.{{ part }}
                as is_held_back
        from decisions
        inner join figures
            on {{ decision_key('decisions', 'figures.measure', 'figures') }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

counted as (

    {% for rule, condition, cn, en in rules %}
        select
            contract,
            column_name,
            '{{ rule }}' as rule,
            '{{ cn }}' as rule_cn,
            '{{ en }}' as rule_en,
            count(*) filter (where {{ condition }}) as figure_count
        from parts
        group by contract, column_name
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

final as (

    select
        counted.*,
        run.built_at
    from counted
    cross join run
    where counted.figure_count > 0

)

select * from final
