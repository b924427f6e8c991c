{%- set measures = ['letter_count'] -%}
{%- for kind in letter_kinds() -%}
    {%- do measures.append(kind ~ '_count') -%}
{%- endfor -%}

with

issued as (

    select
        *,
    {% for kind in letter_kinds() %}
        case when kind = '{{ kind }}' then letter_count else 0 end as {{ kind }}_count
        {{- ',' if not loop.last }}
    {% endfor %}
    from {{ ref('int_recommendation_letter_month') }}
    where indicator_id = 'SRC07'

),

final as (

    {{ subject_period_sums('issued', measures) }}

)

select * from final
