{{ config(materialized='view') }}

{%- set steps = decision_steps() -%}

with

decisions as (

    select * from {{ ref('stg_village_decision') }}

),

run as (

    select as_of from {{ source('raw', 'run') }}

),

known as (

    select
        decisions.decision_id,
        decisions.area_code,
        {% for step in steps %}
            {{ happened_by('run.as_of', 'decisions.' ~ step) }} as {{ step }},
        {% endfor %}
        decisions.eligible_count,
        decisions.attended_count,
        decisions.approved_count
    from decisions
    inner join run on least(decisions.{{ steps | join(', decisions.') }}) <= run.as_of

),

-- a resolution that nothing shows does not hide a decision that was published all the same
concluded as (

    select
        *,
        coalesce(resolved_on, resolution_published_on, result_published_on) as concluded_on,
        -- a step that nothing shows leaves the order unknown, which is no order
        coalesce(
            {% for step in steps[1:] %}
                {{ steps[loop.index0] }} <= {{ step }}
                {{ 'and' if not loop.last }}
            {% endfor %},
            false
        ) as is_in_sequence,
        -- of the members due two thirds have to be there and a half in favour
        coalesce(
            3 * attended_count >= 2 * eligible_count and 2 * approved_count >= eligible_count, false
        ) as is_carried
    from known

),

final as (

    select
        *,
        concluded_on is not null as is_concluded,
        case when concluded_on is not null then is_in_sequence and is_carried end as is_in_order
    from concluded

)

select * from final
