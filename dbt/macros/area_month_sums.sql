{#- The sums of items at their areas by month, as subject_period_rollup takes them: as
    unit_month_sums, but `items` has area_code, and no unit. -#}
{% macro area_month_sums(items, day, measures) -%}
    {%- set sums = [] -%}
    {%- for name, aggregate in measures -%}
        {%- do sums.append(aggregate ~ ' as ' ~ name) -%}
    {%- endfor -%}
    select
        {{ month_of('items.' ~ day) }} as month_on,
        items.area_code,
        spans.valid_from as ancestry_on,
        {{ sums | join(', ') }}
    from {{ items }} as items
    left join {{ ref('int_area_span') }} as spans
        on
            items.area_code = spans.area_code
            and {{ holds_on('spans', 'items.' ~ day) }}
    group by month_on, items.area_code, ancestry_on
{%- endmacro %}
