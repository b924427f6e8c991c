with

cohorts as (

    select
        {{ month_of('due_on') }} as month_on,
        due_on as ancestry_on,
        area_code,
        count(*) as due_count,
        count(*) filter (where is_on_time and has_lead_office) as on_time_count
    from {{ ref('int_supervised_case') }}
    where due_on <= as_of
    group by month_on, due_on, area_code

),

sums as (

    {{ subject_period_sums(
        'cohorts', ['on_time_count', 'due_count'], shortest='year', subjects=['area']
    ) }}

),

final as (

    select {{ share_figure('SUP03', 'on_time_count', 'due_count') }}
    from sums

)

select * from final
