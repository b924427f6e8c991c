with

cohorts as (

    select
        {{ month_of('due_on') }} as month_on,
        due_on as ancestry_on,
        area_code,
        count(*) as due_count,
        count(*) filter (where is_on_time) as on_time_count
    from {{ ref('int_supervised_milestone') }}
    where due_on <= as_of
    group by month_on, due_on, area_code

),

sums as (

    {{ subject_period_sums(
        'cohorts', ['on_time_count', 'due_count'], shortest='quarter', subjects=['area']
    ) }}

),

final as (

    select {{ share_figure('PUN02', 'on_time_count', 'due_count') }}
    from sums

)

select * from final
