{%- set measures = [] -%}
{%- for stage in case_stages() -%}
    {%- do measures.append(stage ~ '_count') -%}
{%- endfor -%}

with

stages as (

    select
        *,
        {{ period_begin('month') }} as month_on
    from {{ ref('stg_case_stage_month') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        stages.month_on,
        stages.month_on as ancestry_on,
        stages.area_code,
    {% for stage in case_stages() %}
        case when stages.stage = '{{ stage }}' then stages.case_count else 0 end
            as {{ stage }}_count
        {{- ',' if not loop.last }}
    {% endfor %}
    from stages
    inner join run on stages.month_on <= run.as_of

),

final as (

    {{ subject_period_sums('known', measures, shortest='quarter', subjects=['area']) }}

)

select * from final
