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

spans as (

    select * from {{ ref('int_unit_span') }}

),

known as (

    select
        {{ month_of('reviews.begins_on') }} as month_on,
        reviews.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        reviews.qualified_count,
        reviews.reviewed_count
    from reviews
    inner join run on reviews.begins_on <= run.as_of
    left join spans
        on
            reviews.unit_code = spans.unit_code
            and {{ holds_on('spans', 'reviews.begins_on') }}

),

sums as (

    {{ subject_period_sums('known', ['qualified_count', 'reviewed_count'], shortest='year') }}

),

final as (

    select {{ share_figure('PUN05', 'qualified_count', 'reviewed_count') }}
    from sums

)

select * from final
