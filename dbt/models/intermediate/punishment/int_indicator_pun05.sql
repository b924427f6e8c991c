{%- set sums = [
    ('qualified_count', 'sum(items.qualified_count)'),
    ('reviewed_count', 'sum(items.reviewed_count)'),
] -%}

with

reviews as (

    select
        *,
        {{ period_begin('period') }} as begins_on
    from {{ ref('stg_case_review') }}
    where kind = 'business'

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select reviews.*
    from reviews
    inner join run on reviews.begins_on <= run.as_of

),

months as (

    {{ unit_month_sums('known', 'begins_on', sums) }}

),

sums as (

    {{ subject_period_sums('months', sums | map('first') | list, shortest='year') }}

),

final as (

    select {{ share_figure('PUN05', 'qualified_count', 'reviewed_count') }}
    from sums

)

select * from final
