{#- How many clues count for an indicator on each day and how many of them meet it, by checking
    unit and area. A clue that `belongs` counts on the day `counted_on`, once `follow_up` days
    more have passed by the cut-off. All are SQL over the columns of int_clue. -#}
{% macro clue_cohort(indicator_id, counted_on, belongs, is_met, follow_up='0') -%}
    select
        '{{ indicator_id }}' as indicator_id,
        {{ counted_on }} as counted_on,
        checking_unit_code as unit_code,
        area_code,
        count(*) as item_count,
        count(*) filter (where {{ is_met }}) as met_count
    from {{ ref('int_clue') }}
    where {{ belongs }} and {{ counted_on }} + {{ follow_up }} <= as_of
    group by all
{%- endmacro %}
