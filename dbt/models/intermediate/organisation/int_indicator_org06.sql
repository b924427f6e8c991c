with

run as (

    select as_of from {{ source('raw', 'run') }}

),

posts as (

    select
        *,
        {{ period_from_label('half_year', 6, 'half_year') }} as half_year_on
    from {{ ref('stg_staffing') }}

),

-- the half-year that runs ends, for what is known, on the cut-off
ended as (

    select
        posts.*,
        least({{ period_end(6, 'posts.half_year_on') }}, run.as_of) as ends_on
    from posts
    inner join run on posts.half_year_on <= run.as_of

),

months as (

    {{ unit_month_sums('ended', 'ends_on', [
        ('established_count', 'sum(items.established_count)'),
        ('filled_count', 'sum(items.filled_count)'),
    ]) }}

),

stock as (

    {{ subject_period_stock(
        'months', ['filled_count', 'established_count'], shortest='half_year'
    ) }}

),

final as (

    select {{ share_figure('ORG06', 'filled_count', 'established_count') }}
    from stock

)

select * from final
